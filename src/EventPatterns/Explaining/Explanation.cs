using System.Text;

namespace Waybill.EventPatterns.Explaining;

/// <summary>Why an event does not match a pattern, or that it does.</summary>
public sealed record Explanation
{
    private const int Shown = 20;

    /// <summary><see cref="MatchOutcome.Matched"/> exactly when <see cref="EventPattern.Matches"/> says true.</summary>
    public required MatchOutcome Outcome { get; init; }

    /// <summary>What is wrong with an event that cannot be held against any pattern; null otherwise.</summary>
    public string? Problem { get; init; }

    /// <summary>For each alternative of the pattern (one, if it has no <c>$or</c>), the first condition that says no; none if it matches.</summary>
    public IReadOnlyList<Mismatch> Mismatches { get; init; } = [];

    /// <summary>The explanation in words: a sentence, and a line for each alternative of the pattern (the first twenty that differ).</summary>
    public override string ToString()
    {
        if (Problem is not null)
        {
            return Problem;
        }

        if (Outcome == MatchOutcome.Matched)
        {
            return "The event matches.";
        }

        var groups = Mismatches.GroupBy(mismatch => mismatch.ToString()).ToList();
        if (groups.Count == 1)
        {
            return $"The event does not match. At {groups[0].Key}.";
        }

        var text = new StringBuilder($"The event matches none of the {Mismatches.Count} alternatives that $or makes.");
        foreach (var group in groups.Take(Shown))
        {
            text.Append($"\n{Numbers([.. group])}: at {group.Key}.");
        }

        return groups.Count <= Shown ? text.ToString() : text.Append($"\nAnd so on, for {groups.Count - Shown} more reasons.").ToString();
    }

    private static string Numbers(IReadOnlyList<Mismatch> group)
    {
        var first = string.Join(", ", group.Take(Shown).Select(mismatch => mismatch.Alternative));
        return group.Count <= Shown ? first : $"{first} and {group.Count - Shown} more";
    }
}

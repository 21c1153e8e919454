using System.Text;

namespace Waybill.EventPatterns.Explaining;

/// <summary>Why an event does not match a pattern, or that it does.</summary>
/// <param name="Matches">Whether it does; null if that takes too many steps to say.</param>
/// <param name="Problem">What is wrong with an event that cannot be held against any pattern; null otherwise.</param>
/// <param name="Mismatches">For each combination of the pattern, the first condition that says no; none if the event matches.</param>
internal sealed record Explanation(bool? Matches, string? Problem, IReadOnlyList<Mismatch> Mismatches)
{
    private const int Shown = 20;

    /// <summary>In words: a sentence, and a line for each combination of the pattern (the first twenty that differ).</summary>
    public override string ToString()
    {
        if (Problem is not null || Matches == true)
        {
            return Problem ?? "The event matches.";
        }

        var groups = Mismatches.GroupBy(mismatch => mismatch.ToString()).ToList();
        if (groups.Count == 1)
        {
            return $"The event does not match. At {groups[0].Key}.";
        }

        var text = new StringBuilder($"The event matches none of the {Mismatches.Count} combinations that $or makes.");
        foreach (var group in groups.Take(Shown))
        {
            text.Append($"\n{Numbers([.. group])}: at {group.Key}.");
        }

        return groups.Count <= Shown ? text.ToString() : $"{text}\nAnd so on, for {groups.Count - Shown} more reasons.";
    }

    private static string Numbers(IReadOnlyList<Mismatch> group)
    {
        var first = string.Join(", ", group.Take(Shown).Select(mismatch => mismatch.Combination));
        return group.Count <= Shown ? first : $"{first} and {group.Count - Shown} more";
    }
}

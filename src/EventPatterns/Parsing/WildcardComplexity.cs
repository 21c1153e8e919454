using Waybill.EventPatterns.Operators;
using Waybill.EventPatterns.Text;

namespace Waybill.EventPatterns.Parsing;

/// <summary>
/// EventBridge's limit on wildcards: it bounds in how many places of a field's wildcards a text can be at once, at worst.
/// </summary>
/// <remarks>
/// PATTERNS.md, "Wildcard complexity", has the definition. A text is followed through all wildcards of a field together, as sets of
/// places; every set that some text can reach is looked at, and the first that is too large ends it.
/// </remarks>
internal static class WildcardComplexity
{
    private const int Limit = 10;

    /// <summary>A bound on the work for patterns which are far longer than those EventBridge takes.</summary>
    private const int MaxSets = 100_000;

    public static void Check(Combination[] combinations, PatternNode root)
    {
        foreach (var field in WithWildcards(combinations).GroupBy(condition => condition.Path, StringComparer.Ordinal))
        {
            var groups = field.Select(condition => condition.Condition).Distinct()
                .SelectMany(condition => condition.Alternatives).Where(IsWild).Select(Wildcards).ToList();
            if (groups.Sum(group => group.Sum(MostPlaces)) > Limit && Exceeds(new WildcardPlaces(groups)))
            {
                throw root.RefuseBare(
                    "Rule is too complex - try using fewer wildcard characters "
                    + "or fewer repeating character sequences after a wildcard character");
            }
        }
    }

    private static IEnumerable<FieldCondition> WithWildcards(Combination[] combinations) =>
        combinations.SelectMany(combination => combination.Conditions).Where(field => field.Condition.Alternatives.Any(IsWild));

    private static bool IsWild(Operator alternative) => alternative is Wildcard or AnythingBut { HasWildcards: true };

    /// <summary>The wildcards that EventBridge counts as one: a wildcard, or all of an anything-but.</summary>
    private static IReadOnlyList<Wildcard> Wildcards(Operator alternative) => alternative is AnythingBut anythingBut
        ? [.. anythingBut.Excluded.OfType<Wildcard>()]
        : [(Wildcard)alternative];

    /// <summary>A bound on the places of one wildcard that a text can be at, by which most need not be followed.</summary>
    /// <remarks>
    /// One before the first star; each star; and after it as many as the text can have begun on the literal there, which is as often as
    /// that one's first byte is in it. The quote at the end may be such a byte once more.
    /// </remarks>
    private static int MostPlaces(Wildcard wildcard) =>
        2 + wildcard.Pieces.Skip(1).Sum(literal => 1 + (literal is [var first, ..] ? literal.AsSpan().Count(first) : 1));

    private static bool Exceeds(WildcardPlaces places)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<int[]>([places.Start]);
        while (open.TryDequeue(out var set))
        {
            foreach (var next in places.Next(set))
            {
                // Survives: one set more or less, of so many.
                if (places.Score(next) > Limit || seen.Count > MaxSets)
                {
                    return true;
                }

                if (seen.Add(string.Join(',', next)))
                {
                    open.Enqueue(next);
                }
            }
        }
        return false;
    }
}

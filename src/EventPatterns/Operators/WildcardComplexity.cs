using Waybill.EventPatterns.Matching;
using Waybill.EventPatterns.Parsing;

namespace Waybill.EventPatterns.Operators;

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

    public static void Check(IEnumerable<FlatRule> rules, PatternNode root)
    {
        var fields = rules.SelectMany(rule => rule.Conditions).GroupBy(condition => condition.Path, StringComparer.Ordinal);
        foreach (var field in fields)
        {
            var groups = field.Select(condition => condition.Condition).Distinct().SelectMany(condition => condition.Alternatives).Select(Wildcards);
            if (Exceeds(new WildcardPlaces([.. groups.Where(group => group.Count > 0)])))
            {
                throw root.RefuseBare(
                    "Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character");
            }
        }
    }

    /// <summary>The wildcards that EventBridge counts as one: a wildcard, or all of an anything-but.</summary>
    private static IReadOnlyList<Wildcard> Wildcards(Alternative alternative) => alternative switch
    {
        Wildcard wildcard => [wildcard],
        AnythingBut anythingBut => [.. anythingBut.Excluded.OfType<Wildcard>()],
        _ => [],
    };

    private static bool Exceeds(WildcardPlaces places)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<int[]>([places.Start]);
        while (open.TryDequeue(out var set))
        {
            foreach (var next in places.Next(set))
            {
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

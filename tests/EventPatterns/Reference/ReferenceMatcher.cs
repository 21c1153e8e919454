namespace Waybill.EventPatterns.Tests.Reference;

/// <summary>
/// Decides by the words of PATTERNS.md alone, as simply as it can be said, with no thought of speed; it shares no code with the engine.
/// </summary>
public static class ReferenceMatcher
{
    /// <returns><c>match</c>, <c>no</c> or <c>error</c> (the pattern is refused).</returns>
    public static string Decide(string pattern, string @event)
    {
        List<List<KeyValuePair<string, List<Test>>>> rules;
        try
        {
            rules = ReferencePattern.Compile(pattern);
        }
        catch (RefusedException)
        {
            return "error";
        }
        return ReferenceEvent.Read(@event) is { } leaves && Matches(rules, leaves) ? "match" : "no";
    }

    /// <summary>Whether one of a pattern's rules matches.</summary>
    public static bool Matches(List<List<KeyValuePair<string, List<Test>>>> rules, ReferenceEvent @event) =>
        rules.Exists(rule => Search(rule, 0, [], @event));

    private static bool Search(List<KeyValuePair<string, List<Test>>> rule, int step, Dictionary<int, int> bound, ReferenceEvent @event)
    {
        if (step == rule.Count)
        {
            return true;
        }

        var (path, tests) = rule[step];
        var consistent = @event.Leaves(path).Where(leaf => leaf.Positions.All(p => !bound.TryGetValue(p.Key, out var i) || i == p.Value))
            .ToList();
        if (consistent.Count == 0)
        {
            return tests.Contains(ReferencePattern.Absent) && Search(rule, step + 1, bound, @event);
        }

        var satisfying = consistent.FindAll(leaf => tests.Exists(test => test(leaf.Value)));
        return satisfying.Count > 0 && satisfying
            .Select(leaf => new Dictionary<int, int>(bound.Concat(leaf.Positions).DistinctBy(p => p.Key)))
            .DistinctBy(next => string.Join(';', next.OrderBy(p => p.Key)))
            .Any(next => Search(rule, step + 1, next, @event));
    }
}

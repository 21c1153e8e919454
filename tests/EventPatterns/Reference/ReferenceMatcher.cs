namespace Waybill.EventPatterns.Tests.Reference;

/// <summary>
/// Decides by the words of PATTERNS.md alone, as simply as it can be said, with no thought of speed; it shares no code with the engine.
/// </summary>
public static class ReferenceMatcher
{
    /// <returns><c>match</c>, <c>no</c> or <c>error</c> (the pattern is refused).</returns>
    public static string Decide(string pattern, string @event)
    {
        List<SortedDictionary<string, List<Test>>> rules;
        try
        {
            rules = ReferencePattern.Compile(pattern);
        }
        catch (RefusedException)
        {
            return "error";
        }
        return rules.Any(Leaves(@event) is { } leaves ? rule => Search([.. rule], 0, [], leaves) : _ => false) ? "match" : "no";
    }

    /// <summary>A scalar, its path, and at which index of which array it lies.</summary>
    private sealed record Leaf(string Path, object? Value, Dictionary<int, int> Positions);

    private static bool Search(List<KeyValuePair<string, List<Test>>> rule, int step, Dictionary<int, int> bound, List<Leaf> leaves)
    {
        if (step == rule.Count)
        {
            return true;
        }

        var (path, tests) = rule[step];
        var consistent = leaves.Where(leaf => leaf.Path == path && leaf.Positions.All(p => !bound.TryGetValue(p.Key, out var i) || i == p.Value)).ToList();
        if (consistent.Count == 0 && tests.Contains(ReferencePattern.Absent))
        {
            return Search(rule, step + 1, bound, leaves);
        }

        return consistent
            .Where(leaf => tests.Any(test => test(leaf.Value)))
            .Select(leaf => new Dictionary<int, int>(bound.Concat(leaf.Positions).DistinctBy(p => p.Key)))
            .DistinctBy(next => string.Join(';', next.OrderBy(p => p.Key)))
            .Any(next => Search(rule, step + 1, next, leaves));
    }

    private static List<Leaf>? Leaves(string @event)
    {
        try
        {
            if (Json.Read(@event, ignoreRest: false) is not JsonObject root)
            {
                return null;
            }

            var leaves = new List<Leaf>();
            var arrays = 0;
            Flatten(root, null, [], leaves, ref arrays);
            return leaves;
        }
        catch (RefusedException)
        {
            return null;
        }
    }

    private static void Flatten(object? value, string? path, Dictionary<int, int> positions, List<Leaf> leaves, ref int arrays)
    {
        if (value is JsonObject members)
        {
            foreach (var (key, member) in members)
            {
                Flatten(member, path is null ? key : $"{path}.{key}", positions, leaves, ref arrays);
            }
        }
        else if (value is JsonArray elements)
        {
            var array = arrays++;
            for (var i = 0; i < elements.Count; i++)
            {
                var inside = elements[i] is JsonObject or JsonArray ? new Dictionary<int, int>(positions) { [array] = i } : positions;
                Flatten(elements[i], path, inside, leaves, ref arrays);
            }
        }
        else
        {
            leaves.Add(new Leaf(path!, value, positions));
        }
    }
}

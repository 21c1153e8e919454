namespace Waybill.EventPatterns.Tests.Reference;

/// <summary>Whether a leaf's value satisfies one alternative of a condition.</summary>
public delegate bool Test(object? value);

/// <summary>A pattern's text → rules (path → alternatives, in order of their paths), or <see cref="RefusedException"/>.</summary>
public static class ReferencePattern
{
    private static readonly string[] Reserved =
    [
        .. "exactly equals-ignore-case prefix suffix anything-but exists wildcard numeric cidr = < <= > >= regex".Split(' '),
        .. "not-wildcard not-equals-ignore-case date-after date-on-or-after date-before date-on-or-before in-date-range".Split(' '),
        "ip-address-in-range", "ip-address-not-in-range",
    ];

    /// <summary>The alternative <c>{"exists": false}</c>.</summary>
    public static Test Absent { get; } = _ => false;

    /// <param name="text">The pattern.</param>
    /// <param name="isLimited">Whether wildcards may be too complex.</param>
    public static List<List<KeyValuePair<string, List<Test>>>> Compile(string text, bool isLimited = true)
    {
        var root = Json.Read(text, ignoreRest: true) as JsonObject ?? throw new RefusedException("not an object");
        try
        {
            return [.. Compile(root, useOr: true, isLimited).Select(rule => rule.ToList())];
        }
        catch (RefusedException)
        {
            return [.. Compile(root, useOr: false, isLimited).Select(rule => rule.ToList())];
        }
    }

    private static bool IsSinceOr(object? alternative) =>
        alternative is JsonObject and [{ Key: "anything-but", Value: JsonObject and [var (key, operand)] }]
        && (key == "wildcard" || (operand is JsonArray && key is "prefix" or "suffix"));

    private static List<SortedDictionary<string, List<Test>>> Compile(JsonObject root, bool useOr, bool isLimited)
    {
        var rules = new List<SortedDictionary<string, List<Test>>> { new(StringComparer.Ordinal) };
        var wildcards = new List<(string Path, List<string> Group)>();
        Add(root, "", useOr, inBranch: false);
        foreach (var path in wildcards.Where(_ => isLimited).GroupBy(entry => entry.Path))
        {
            ReferenceWildcard.CheckComplexity([.. path.Select(entry => entry.Group)]);
        }

        return rules;

        void Add(JsonObject members, string prefix, bool or, bool inBranch)
        {
            if (members.Count == 0)
            {
                throw new RefusedException("empty object");
            }

            foreach (var (key, value) in members)
            {
                if (or && key == "$or")
                {
                    Branch(value, prefix);
                }
                else if (inBranch && Reserved.Contains(key))
                {
                    throw new RefusedException("reserved");
                }
                else if (value is JsonObject inner)
                {
                    Add(inner, $"{prefix}{key}.", or, inBranch);
                }
                else if (value is JsonArray { Count: > 0 } alternatives)
                {
                    Write(prefix + key, alternatives);
                }
                else
                {
                    throw new RefusedException("not a condition");
                }
            }
        }

        void Write(string path, JsonArray alternatives)
        {
            if (!useOr && alternatives.Any(IsSinceOr))
            {
                throw new RefusedException("not known before $or");
            }

            var tests = alternatives.Select(ReferenceOperators.Compile).ToList();
            wildcards.AddRange(alternatives.Select(ReferenceWildcard.Group).Where(group => group.Count > 0).Select(group => (path, group)));
            rules.ForEach(rule => rule[path] = tests);
        }

        void Branch(object? value, string prefix)
        {
            var branches = value as JsonArray ?? throw new RefusedException("no array");
            if (branches.Count < 2)
            {
                throw new RefusedException("one branch");
            }

            var before = rules;
            var after = new List<SortedDictionary<string, List<Test>>>();
            foreach (var branch in branches)
            {
                rules = [.. before.Select(rule => new SortedDictionary<string, List<Test>>(rule, StringComparer.Ordinal))];
                Add(branch as JsonObject ?? throw new RefusedException("no object"), prefix, or: true, inBranch: true);
                after.AddRange(rules);
                if (after.Count > 1000)
                {
                    throw new RefusedException("too many");
                }
            }
            rules = after;
        }
    }
}

using System.Text.Json;

namespace Waybill.Catalog.Compatibility.Containment;

/// <summary>When the keywords for arrays are sure to hold.</summary>
internal static class ArrayRules
{
    /// <summary>An array with at least this many items.</summary>
    public static int Fewest(Conjunction given) => Math.Max(
        given.Highest("minItems") ?? 0,
        given.Schemas.Max(schema => schema.Child("contains") is null ? null : schema.Count("minContains") ?? 1) ?? 0);

    /// <summary>An array with at most this many items; null when there is no end.</summary>
    public static int? Most(Prover prover, Conjunction given)
    {
        var most = given.Lowest("maxItems");
        for (var i = 0; i <= LongestPrefix(given) && (most is null || i < most); i++)
        {
            if (prover.IsEmptyInside(ItemAt(given, i)))
            {
                return i;
            }
        }

        return most;
    }

    public static bool HasNone(Prover prover, Conjunction given) => Fewest(given) > Most(prover, given);

    public static bool PrefixHolds(Goal goal)
    {
        var most = Most(goal.Prover, goal.Given) ?? int.MaxValue;
        return goal.Schema.List("prefixItems").Index().All(
            wanted => wanted.Index >= most || goal.Prover.ProvesInside(ItemAt(goal.Given, wanted.Index), wanted.Item));
    }

    public static bool ItemsHold(Goal goal)
    {
        var wanted = goal.Schema.Child("items")!;
        var from = goal.Schema.List("prefixItems").Count;
        var most = Most(goal.Prover, goal.Given) ?? int.MaxValue;

        // Behind the longest prefix all items are alike.
        var to = Math.Max(LongestPrefix(goal.Given), from);
        return Enumerable.Range(from, to - from + 1).All(i => i >= most || goal.Prover.ProvesInside(ItemAt(goal.Given, i), wanted));
    }

    public static bool ContainsHolds(Goal goal)
    {
        var wanted = goal.Schema.Child("contains")!;
        return HasEnough(goal, wanted, goal.Schema.Count("minContains") ?? 1)
            && (goal.Schema.Keyword("maxContains") is null || HasNoMore(goal, wanted, goal.Schema.Count("maxContains") ?? 0));
    }

    public static bool AreUnique(Goal goal) => goal.Value.ValueKind == JsonValueKind.False
        || goal.Given.Schemas.Any(schema => schema.Keyword("uniqueItems") is { ValueKind: JsonValueKind.True })
        || Most(goal.Prover, goal.Given) <= 1;

    /// <summary>Another <c>contains</c> finds as many that are wanted too, or so many of the items are wanted wherever they stand.</summary>
    private static bool HasEnough(Goal goal, SchemaNode wanted, int least)
    {
        if (least == 0 || goal.Given.Schemas.Any(schema => schema.Child("contains") is { } found
                && (schema.Count("minContains") ?? 1) >= least && IsWherever(goal, found, wanted)))
        {
            return true;
        }

        var sure = Fewest(goal.Given);
        var prefix = LongestPrefix(goal.Given);
        var fitting = Enumerable.Range(0, Math.Min(sure, prefix)).Count(i => goal.Prover.ProvesInside(ItemAt(goal.Given, i), wanted));
        return fitting >= least
            || (sure > prefix && goal.Prover.ProvesInside(ItemAt(goal.Given, prefix), wanted) && fitting + sure - prefix >= least);
    }

    /// <summary>A <c>contains</c> that finds at least these is limited too, or there are not more items, or none can be one of them.</summary>
    private static bool HasNoMore(Goal goal, SchemaNode wanted, int most)
    {
        if (Most(goal.Prover, goal.Given) <= most || goal.Given.Schemas.Any(schema => schema.Child("contains") is { } found
                && schema.Count("maxContains") <= most && IsWherever(goal, wanted, found)))
        {
            return true;
        }

        var prefix = LongestPrefix(goal.Given);
        var perhaps = Enumerable.Range(0, prefix).Count(i => !goal.Prover.IsEmptyInside(ItemAt(goal.Given, i).And(wanted)));
        return perhaps <= most && goal.Prover.IsEmptyInside(ItemAt(goal.Given, prefix).And(wanted));
    }

    /// <summary>Whether an item that is one thing is the other as well, at whatever index.</summary>
    private static bool IsWherever(Goal goal, SchemaNode one, SchemaNode other) =>
        Enumerable.Range(0, LongestPrefix(goal.Given) + 1).All(i => goal.Prover.ProvesInside(ItemAt(goal.Given, i).And(one), other));

    private static int LongestPrefix(Conjunction given) => given.Schemas.Select(schema => schema.List("prefixItems").Count).DefaultIfEmpty().Max();

    /// <summary>What is said of the item at an index.</summary>
    public static Conjunction ItemAt(Conjunction given, int index) => Conjunction.Inside(given.Mentions?.Item(index)).And(given.Schemas.Select(schema =>
        schema.List("prefixItems") is var prefix && index < prefix.Count ? prefix[index] : schema.Child("items")).OfType<SchemaNode>());
}

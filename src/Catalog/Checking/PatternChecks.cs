using Waybill.Catalog.Findings;
using Waybill.Catalog.Routing;
using Waybill.EventPatterns.Questions;

namespace Waybill.Catalog.Checking;

/// <summary>What patterns let through whatever the examples are: nothing at all, or an event twice for one consumer.</summary>
internal static class PatternChecks
{
    public static IEnumerable<Finding> Run(CheckScope scope) =>
    [
        .. scope.Rules.Subscriptions.Where(rule => scope.IsImpossible(rule.Pattern))
            .Select(rule => Impossible(rule.File, rule.Pointer, $"{rule.Rule} of {rule.Consumer}")),
        .. scope.Rules.Others.Where(rule => scope.IsImpossible(rule.Pattern))
            .Select(rule => Impossible(rule.File, rule.Pointer, rule.Rule)),
        .. scope.Rules.Subscriptions.GroupBy(rule => (rule.File, rule.Bus, rule.Team, rule.Consumer)).AsParallel().AsOrdered()
            .SelectMany(rules => Twice(scope, [.. rules])),
    ];

    private static Finding Impossible(string file, string pointer, string rule) => CheckRules.ImpossiblePattern.At(
        file, pointer, $"no event at all can match the rule {rule}: its conditions contradict each other",
        "conditions that one event can satisfy together");

    /// <summary>Every pair of a consumer's rules; a queue takes an event from each rule that matches it.</summary>
    private static IEnumerable<Finding> Twice(CheckScope scope, IReadOnlyList<Subscription> rules) =>
        from i in Enumerable.Range(1, rules.Count - 1)
        from first in rules.Take(i)
        let witness = Witness(scope, first, rules[i])
        where witness is not null
        select CheckRules.HeardTwice.At(
            rules[i].File, rules[i].Pointer, $"the rules {first.Rule} and {rules[i].Rule} both hand {rules[i].Consumer} {witness}",
            "one rule, or patterns that no event matches both of");

    /// <summary>An event that both match: an example of the catalog, else one that the engine made and tried.</summary>
    private static string? Witness(CheckScope scope, Subscription first, Subscription second)
    {
        var common = from one in scope.Routes.Of(first)
                     from two in scope.Routes.Of(second)
                     where one.Event == two.Event
                     from shared in one.Examples.Intersect(two.Examples)
                     select $"{one.Event.DetailType}, such as the example {scope.InCatalog(shared.File)}";
        if (common.FirstOrDefault() is { } example)
        {
            return example;
        }

        return scope.Routes.PatternOf(first.Pattern) is { } pattern && scope.Routes.PatternOf(second.Pattern) is { } other
            && pattern.Overlaps(other) is { Answer: Answer.Yes, Example: var made } ? $"events such as {made}" : null;
    }
}

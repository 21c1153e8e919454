using System.Text.Json.Nodes;
using Waybill.Catalog.Findings;
using Waybill.Catalog.Reading;
using Waybill.Catalog.Routing;
using Waybill.EventPatterns;
using Waybill.EventPatterns.Questions;

namespace Waybill.Catalog.Checking;

/// <summary>Rules and events find each other: no rule for what is not there, no event that nobody hears.</summary>
internal static class RoutingChecks
{
    public static IEnumerable<Finding> Run(CheckScope scope) =>
    [
        .. scope.Rules.Subscriptions.SelectMany(subscription => Named(scope, subscription)),
        .. scope.Rules.Subscriptions.SelectMany(subscription => Dead(scope, subscription)),
        .. scope.Rules.Others.Where(rule => !rule.OnlyLogs && scope.Routes.Of(rule).Any(e => !scope.IsRetired(e)))
            .Select(WithoutConsumer),
        .. scope.Catalog.Events.SelectMany(e => Heard(scope, e)),
        .. Unsubscribed(scope),
    ];

    /// <summary>Each event a rule names is in the catalog, still lives, and can get through the rest of the pattern.</summary>
    private static IEnumerable<Finding> Named(CheckScope scope, Subscription subscription)
    {
        var heard = scope.Routes.Of(subscription).Select(hearing => hearing.Event.DetailType).ToHashSet(StringComparer.Ordinal);
        foreach (var (type, at) in NamedEvents.Of(subscription.Pattern))
        {
            var (pointer, rule) = (subscription.Pointer + at, $"the rule {subscription.Rule} of {subscription.Consumer}");
            if (scope.Catalog.FindEvent(type) is not { } named)
            {
                var meant = Spelling.DidYouMean(type, scope.Catalog.Events.Select(e => e.DetailType));
                yield return CheckRules.UnknownEvent.At(
                    subscription.File, pointer, $"{rule} hears '{type}', which is not in the catalog{meant}",
                    "a detail-type of the catalog");
            }
            else if (scope.IsRetired(named))
            {
                yield return CheckRules.RetiredEvent.At(
                    subscription.File, pointer, $"{rule} hears '{type}', whose sunset was {named.Sunset:yyyy-MM-dd}",
                    Successors(scope, named));
            }
            else if (!heard.Contains(type) && !IsUndecided(scope, subscription))
            {
                yield return CheckRules.DeadRule.At(
                    subscription.File, pointer, $"{rule} names '{type}', but {Wanting(scope, subscription, named)}",
                    $"a pattern for source '{named.Source}' that one of its examples matches");
            }
        }
    }

    /// <summary>What would get through, so that it is clear whether the rule is wrong or an example is missing.</summary>
    private static string Wanting(CheckScope scope, Subscription subscription, CatalogEvent named)
    {
        var any = EventPattern.Parse(new JsonObject
        {
            ["source"] = new JsonArray(named.Source),
            ["detail-type"] = new JsonArray(named.DetailType),
        }.ToJsonString());
        return any.Overlaps(scope.Routes.PatternOf(subscription.Pattern)!) switch
        {
            { Answer: Answer.Yes, Example: var example } => $"no example of it gets through the pattern, which would take {example}",
            { Answer: Answer.No } => $"nothing with its source '{named.Source}' gets through the pattern",
            _ => "no example of it gets through the pattern",
        };
    }

    private static IEnumerable<Finding> Dead(CheckScope scope, Subscription subscription) =>
        scope.Routes.Of(subscription).Any() || NamedEvents.Of(subscription.Pattern).Count > 0 || IsUndecided(scope, subscription)
            ? []
            : [CheckRules.DeadRule.At(
                subscription.File, subscription.Pointer,
                $"the rule {subscription.Rule} of {subscription.Consumer} matches no example of any event in the catalog",
                "a pattern that some example matches")];

    private static Finding WithoutConsumer(RuleWithoutConsumer rule) => CheckRules.NoConsumer.At(
        rule.File, rule.Pointer, $"the rule {rule.Rule} matches events of the catalog, but {rule.Why}",
        "a target queue that a function of the template polls");

    private static IEnumerable<Finding> Heard(CheckScope scope, CatalogEvent e)
    {
        var consumers = scope.Routes.Of(e).Select(hearing => hearing.Subscription.Consumer).Distinct(StringComparer.Ordinal).ToList();
        if (consumers.Count > 0 && e.Unheard is not null)
        {
            yield return CheckRules.StaleUnheard.At(
                scope.InCatalog(e.File), "/waybill/unheard",
                $"says why nobody hears {e.DetailType}, but {string.Join(", ", consumers)} does", "no such key");
        }

        if (consumers.Count == 0 && string.IsNullOrWhiteSpace(e.Unheard) && !scope.IsRetired(e))
        {
            yield return CheckRules.Unheard.At(
                scope.InCatalog(e.File), "/waybill", $"nobody hears {e.DetailType}: no rule matches any of its {e.Examples.Count} examples",
                "a subscription, or a reason under waybill.unheard");
        }
    }

    /// <summary>A handler that somebody wrote and nobody subscribed hears nothing, and nothing else would say so.</summary>
    private static IEnumerable<Finding> Unsubscribed(CheckScope scope)
    {
        var subscribed = scope.Rules.Subscriptions.Select(subscription => (subscription.Team, subscription.Consumer))
            .Concat(scope.Rules.Elsewhere).ToHashSet();
        return scope.Sources.Readings
            .Where(reading => !subscribed.Contains((reading.Team, reading.Consumer)) && scope.Rules.Findings.Count == 0)
            .Select(reading => CheckRules.Unsubscribed.At(
                reading.File, null, $"{reading.Consumer} of {reading.Team} consumes {reading.Record}, but no rule hands it any event",
                "a Subscription in infra/teams", reading.Line));
    }

    /// <summary>A pattern that is refused, or that nothing matches, is a finding already; that no example matches it follows.</summary>
    private static bool IsUndecided(CheckScope scope, Subscription subscription) =>
        scope.Routes.PatternOf(subscription.Pattern) is null || scope.IsImpossible(subscription.Pattern);

    private static string Successors(CheckScope scope, CatalogEvent retired)
    {
        var next = scope.Catalog.Events.Where(e => e.Id == retired.Id && !scope.IsRetired(e)).Select(e => $"'{e.DetailType}'").ToList();
        return next.Count > 0 ? string.Join(", ", next) : retired.Deprecated?.Message ?? "a version that is not retired";
    }
}

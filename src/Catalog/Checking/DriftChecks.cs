using Waybill.Catalog.Findings;

namespace Waybill.Catalog.Checking;

/// <summary>Who hears what in the catalog is who hears what by the rules, consumer by consumer, in both directions.</summary>
internal static class DriftChecks
{
    private const string Sync = "what './waybill catalog sync' writes";

    public static IEnumerable<Finding> Run(CheckScope scope) =>
    [
        .. scope.Rules.Findings.Count > 0 ? [] : scope.Services.Values.SelectMany(service => Service(scope, service)),
        .. UnknownServices(scope),
    ];

    public static IEnumerable<Finding> UnknownServices(CheckScope scope) =>
        scope.Consumers.Where(consumer => !scope.Services.ContainsKey(consumer.Team)).Select(consumer => Unknown(scope, consumer));

    private static IEnumerable<Finding> Service(CheckScope scope, CatalogService service)
    {
        var file = scope.InCatalog(service.File);
        var hearings = scope.Consumers.Where(consumer => consumer.Team == service.Id).SelectMany(consumer => consumer.Hearings)
            .ToLookup(hearing => hearing.Event, hearing => hearing.Subscription);
        var listed = service.Hears.ToLookup(heard => heard.Event, heard => heard.Consumer);
        foreach (var e in service.Receives.Union(hearings.Select(hearing => hearing.Key)))
        {
            var deaf = listed[e].Except(hearings[e].Select(rule => rule.Consumer), StringComparer.Ordinal).ToList();
            if (deaf.Count > 0 || !hearings.Contains(e))
            {
                var who = deaf.Count > 0 ? $"no rule hands it to {string.Join(", ", deaf)}" : $"no consumer of {service.Id} hears it";
                yield return CheckRules.NotHeard.At(file, "/receives", $"lists {e.Id} {e.Version}, but {who}", Sync);
            }

            var unlisted = hearings[e].ExceptBy(listed[e], rule => rule.Consumer, StringComparer.Ordinal).ToList();
            if (unlisted.Count > 0)
            {
                var who = string.Join(
                    ", ", unlisted.Select(rule => $"{rule.Consumer} of {service.Id} hears it through the rule {rule.Rule} ({rule.File})"));
                yield return CheckRules.NotListed.At(file, "/receives", $"does not list {e.Id} {e.Version}, but {who}", Sync);
            }
        }
    }

    private static Finding Unknown(CheckScope scope, ConsumerHearings consumer) => CheckRules.UnknownService.At(
        consumer.Rules[0].File, consumer.Rules[0].Pointer,
        $"{consumer.Consumer} belongs to '{consumer.Team}', which is no service of the catalog",
        $"a service with the id of the consumer's folder ({string.Join(", ", scope.Services.Keys.Take(24))})");
}

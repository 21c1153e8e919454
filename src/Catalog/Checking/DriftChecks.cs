using Waybill.Catalog.Findings;

namespace Waybill.Catalog.Checking;

/// <summary>The consumers in the catalog are the consumers that the templates make.</summary>
internal static class DriftChecks
{
    private const string Sync = "what 'waybill catalog sync' writes";

    public static IEnumerable<Finding> Run(CheckScope scope)
    {
        var heard = scope.Consumers.SelectMany(consumer => consumer.Events.Select(e => (consumer, e))).ToLookup(pair => pair.consumer.Team, StringComparer.Ordinal);
        return
        [
            .. scope.Rules.Findings.Count > 0 ? [] : scope.Services.Values.SelectMany(service => Service(scope, service, heard[service.Id])),
            .. UnknownServices(scope),
        ];
    }

    public static IEnumerable<Finding> UnknownServices(CheckScope scope) =>
        scope.Consumers.Where(consumer => !scope.Services.ContainsKey(consumer.Team)).Select(consumer => Unknown(scope, consumer));

    private static IEnumerable<Finding> Service(CheckScope scope, CatalogService service, IEnumerable<(ConsumerHearings Consumer, CatalogEvent Event)> hearings)
    {
        var file = scope.InCatalog(service.File);
        var heard = hearings.GroupBy(pair => pair.Event, pair => pair.Consumer.Consumer, (IEqualityComparer<CatalogEvent>)ReferenceEqualityComparer.Instance)
            .ToDictionary(group => group.Key, group => string.Join(", ", group), (IEqualityComparer<CatalogEvent>)ReferenceEqualityComparer.Instance);
        foreach (var e in service.Receives.Where(e => !heard.ContainsKey(e)))
        {
            yield return CheckRules.NotReceived.At(
                file, "/receives", $"lists {e.Id} {e.Version}, but no consumer of {service.Id} hears {e.DetailType}", Sync);
        }

        foreach (var (e, consumers) in heard.Where(pair => !service.Receives.Contains(pair.Key)))
        {
            yield return CheckRules.NotListed.At(
                file, "/receives", $"does not list {e.Id} {e.Version}, but {consumers} of {service.Id} hears {e.DetailType}", Sync);
        }
    }

    private static Finding Unknown(CheckScope scope, ConsumerHearings consumer) => CheckRules.UnknownService.At(
        consumer.Rules[0].File, consumer.Rules[0].Pointer, $"{consumer.Consumer} belongs to '{consumer.Team}', which is no service of the catalog",
        $"a service with the id of the consumer's folder ({string.Join(", ", scope.Services.Keys.Take(24))})");
}

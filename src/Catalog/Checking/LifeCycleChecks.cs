using Waybill.Catalog.Findings;

namespace Waybill.Catalog.Checking;

/// <summary>Who hears how something begins hears every way in which it ends, or says why not.</summary>
internal static class LifeCycleChecks
{
    public static IEnumerable<Finding> Run(CheckScope scope)
    {
        var endings = scope.Catalog.Events.Where(e => e.Role == LifeCycleRole.Ends && !scope.IsRetired(e))
            .ToLookup(e => e.Entity, StringComparer.Ordinal);
        return
        [
            .. scope.Consumers.SelectMany(consumer => Endings(scope, consumer, endings)),
            .. scope.Catalog.Services.SelectMany(service => Ignores(scope, service, endings)),
        ];
    }

    private static IEnumerable<Finding> Endings(CheckScope scope, ConsumerHearings consumer, ILookup<string, CatalogEvent> endings)
    {
        var ignores = scope.Services.TryGetValue(consumer.Team, out var service)
            ? service.Ignores.Where(ignored => ignored.Consumer == consumer.Consumer).Select(ignored => ignored.Event)
                .ToHashSet(StringComparer.Ordinal)
            : [];
        foreach (var begins in consumer.Events.Where(e => e.Role == LifeCycleRole.Begins).DistinctBy(e => (e.Entity, e.Id)))
        {
            var owed = endings[begins.Entity].GroupBy(e => e.Id, StringComparer.Ordinal).Where(ending => !ignores.Contains(ending.Key));
            foreach (var versions in owed)
            {
                if (Ending(consumer, begins, [.. versions]) is { } finding)
                {
                    yield return finding;
                }
            }
        }
    }

    /// <summary>One version of an ending is enough, but not one that its producer is about to stop sending.</summary>
    private static Finding? Ending(ConsumerHearings consumer, CatalogEvent begins, IReadOnlyList<CatalogEvent> versions)
    {
        var current = versions.Where(e => e.Deprecated is null).ToList();
        var heard = (current.Count > 0 ? current : versions).Select(consumer.Hears).ToList();
        var rule = consumer.Hearings.First(hearing => hearing.Event == begins).Subscription;
        var type = (current.Count > 0 ? current : versions)[^1].DetailType;
        var who = $"{consumer.Consumer} of {consumer.Team} hears {begins.DetailType}";
        if (!heard.Exists(ending => ending.Any))
        {
            return CheckRules.MissedEnding.At(
                rule.File, rule.Pointer, $"{who}, which begins an {begins.Entity}, but not {type}, which ends it",
                $"a subscription to {type}, or an entry for {consumer.Consumer} and {versions[0].Id} under waybill.ignores of its service");
        }

        return heard.Exists(ending => ending.All)
            ? null
            : CheckRules.PartlyMissedEnding.At(
                rule.File, rule.Pointer, $"{who}, but its rules let only some {type} through, which ends it",
                $"a pattern that every example of {type} matches");
    }

    private static IEnumerable<Finding> Ignores(CheckScope scope, CatalogService service, ILookup<string, CatalogEvent> endings)
    {
        foreach (var (i, ignored) in service.Ignores.Index())
        {
            var (file, pointer) = (scope.InCatalog(service.File), $"/waybill/ignores/{i}");
            var own = scope.Consumers.Where(consumer => consumer.Team == service.Id).ToList();
            if (own.Find(consumer => consumer.Consumer == ignored.Consumer) is not { } consumer)
            {
                yield return CheckRules.StaleIgnore.At(
                    file, $"{pointer}/consumer", $"'{ignored.Consumer}' given",
                    $"a consumer of {service.Id} ({string.Join(", ", own.Select(one => one.Consumer))})");
                continue;
            }

            if (!IsNeeded(consumer, ignored.Event, endings))
            {
                yield return CheckRules.StaleIgnore.At(
                    file, $"{pointer}/event", $"'{ignored.Event}' given, which {ignored.Consumer} hears anyway, or would not have to hear",
                    "an ending of something whose beginning it hears");
            }

            if (ignored.HeardBy is { } other && !IsHeard(own, other, ignored.Event))
            {
                yield return CheckRules.HeardElsewhere.At(
                    file, $"{pointer}/heard-by", $"{ignored.Consumer} leaves {ignored.Event} to '{other}', which does not hear it",
                    $"a consumer of {service.Id} that does");
            }
        }
    }

    private static bool IsNeeded(ConsumerHearings consumer, string ending, ILookup<string, CatalogEvent> endings) =>
        !consumer.Events.Any(e => e.Id == ending)
        && consumer.Events.Where(e => e.Role == LifeCycleRole.Begins).SelectMany(begins => endings[begins.Entity]).Any(e => e.Id == ending);

    private static bool IsHeard(List<ConsumerHearings> consumers, string consumer, string ending) =>
        consumers.Exists(one => one.Consumer == consumer && one.Events.Any(e => e.Id == ending && e.Deprecated is null));
}

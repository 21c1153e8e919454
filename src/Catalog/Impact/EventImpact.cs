using Waybill.Catalog.Checking;
using Waybill.Catalog.Compatibility;
using Waybill.Catalog.Consumers;
using Waybill.Catalog.Findings;
using Waybill.Catalog.Reading;
using Waybill.Catalog.Routing;

namespace Waybill.Catalog.Impact;

/// <summary>Whom a change of one version of an event, or of one field of it, would reach.</summary>
/// <param name="Event">The version.</param>
/// <param name="Field">Place of <c>data</c>, such as <c>/items/*/sku</c>; empty for all of it.</param>
/// <param name="Producers">The services that send it.</param>
/// <param name="Consumers">Everyone a rule hands it to.</param>
public sealed record EventImpact(
    CatalogEvent Event, string Field, IReadOnlyList<CatalogService> Producers, IReadOnlyList<ImpactedConsumer> Consumers)
{
    /// <summary>Answers for every version that <paramref name="asked"/> means.</summary>
    /// <param name="folders">What to read.</param>
    /// <param name="asked">What somebody wants to change: an id, a detail-type, and perhaps a field of it.</param>
    /// <exception cref="UnknownFieldException">There is no such event, or it has no such field.</exception>
    public static IReadOnlyList<EventImpact> Of(CheckedFolders folders, string asked)
    {
        var catalog = CatalogReader.Read(folders.Full(folders.Catalog)).Catalog;
        var rules = BusRules.Read(folders.Full(folders.Templates), folders.Shown(folders.Templates));
        return Of(folders, catalog, rules, ConsumerSources.Read(folders.Full(folders.Functions), folders.Shown(folders.Functions)), asked);
    }

    /// <summary>The same over what has been read already.</summary>
    internal static IReadOnlyList<EventImpact> Of(
        CheckedFolders folders, EventCatalog catalog, BusRules rules, ConsumerSources sources, string asked)
    {
        var readers = new FieldReaders([RoutingTable.Of(catalog, rules)], sources);
        var (events, field) = AskedField.In(catalog, asked);
        return [.. events.Select(e => new EventImpact(
            e, field, [.. catalog.Services.Where(service => service.Sends.Contains(e))], [.. Hearing(folders.Root, readers, e, field)]))];
    }

    private static IEnumerable<ImpactedConsumer> Hearing(string root, FieldReaders readers, CatalogEvent e, string field)
    {
        var reading = readers.Of(e.DetailType, field).ToLookup(reader => (reader.Subscription.Team, reader.Subscription.Consumer));
        foreach (var subscription in readers.Hearing(e.DetailType).OrderBy(s => s.Team, StringComparer.Ordinal)
            .ThenBy(s => s.Consumer, StringComparer.Ordinal))
        {
            var rule = new Finding(Severity.Note, "impact/rule", subscription.File, subscription.Pointer, null, subscription.Rule);
            var line = LineFinder.AddLines(Path.GetFullPath(root), [rule])[0].Line;
            yield return new ImpactedConsumer(subscription, line, [.. reading[(subscription.Team, subscription.Consumer)]]);
        }
    }
}

/// <param name="Subscription">The rule that hands it the event.</param>
/// <param name="Line">Line of the rule in its file, where it is known.</param>
/// <param name="Readers">What it reads of the field; none when it ignores it.</param>
public sealed record ImpactedConsumer(Subscription Subscription, int? Line, IReadOnlyList<FieldReader> Readers);

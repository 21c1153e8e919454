using System.Text;
using Waybill.Catalog.Checking;
using Waybill.Catalog.Compatibility;
using Waybill.Catalog.Consumers;
using Waybill.Catalog.Reading;
using Waybill.Catalog.Routing;

namespace Waybill.Catalog.Browsing;

/// <summary>The catalog for people who look something up: who sends what, who hears it, who reads which field of it.</summary>
/// <remarks>What it says is of the moment at which it was read.</remarks>
public sealed class CatalogBrowser
{
    private readonly CheckedFolders _folders;
    private readonly EventCatalog _catalog;
    private readonly RoutingTable _routes;
    private readonly FieldReaders _readers;
    private readonly ILookup<(string Team, string Consumer), ConsumerReading> _records;
    private readonly DateOnly _today;

    private CatalogBrowser(CheckedFolders folders, EventCatalog catalog, BusRules rules, ConsumerSources sources, DateOnly today)
    {
        (_folders, _catalog, _today) = (folders, catalog, today);
        _routes = RoutingTable.Of(catalog, rules);
        _readers = new FieldReaders([_routes], sources);
        _records = sources.Readings.ToLookup(reading => (reading.Team, reading.Consumer));
        Lines = [.. catalog.Events.Select(Line)];
        Consumers = [.. sources.Readings.DistinctBy(reading => (reading.Team, reading.Consumer)).Select(reading =>
            new ConsumerPlace($"{reading.Team}/{reading.Consumer}", reading.File, reading.Line))];
    }

    /// <summary>Every version of every event.</summary>
    public IReadOnlyList<EventLine> Lines { get; }

    /// <summary>Where each consumer is written.</summary>
    public IReadOnlyList<ConsumerPlace> Consumers { get; }

    /// <summary>Reads catalog, rules and consumers; what cannot be read is left out, and is for the check to say.</summary>
    /// <param name="folders">Where they are.</param>
    /// <param name="today">Decides how many days are left.</param>
    public static CatalogBrowser Read(CheckedFolders folders, DateOnly today) => new(
        folders, CatalogReader.Read(folders.Full(folders.Catalog)).Catalog,
        BusRules.Read(folders.Full(folders.Templates), folders.Shown(folders.Templates)),
        ConsumerSources.Read(folders.Full(folders.Functions), folders.Shown(folders.Functions)), today);

    /// <summary>An event with a <c>detail-type</c>; null when the catalog has none.</summary>
    public EventSheet? Open(string type) => _catalog.FindEvent(type) is not { } found ? null : new EventSheet(
        Line(found), found.Entity, found.Role, InCatalog(found.File), InCatalog(found.SchemaFile),
        [.. Lines.Where(line => line.Type != type && _catalog.FindEvent(line.Type)!.Id == found.Id)],
        new FieldTable(_readers).Of(found), [.. Hearers(found)],
        [.. found.Examples.Select(example => new ExampleText(
            example.Name, InCatalog(example.File), Encoding.UTF8.GetString(example.Utf8Json.Span)))]);

    private EventLine Line(CatalogEvent e) => new(
        e.DetailType, e.Name, e.Version.ToString(), e.Source, e.Summary, e.Owners, e.Shape, e.Deprecated, e.Sunset,
        e.Sunset is { } sunset ? sunset.DayNumber - _today.DayNumber : null, e.Unheard,
        [.. _catalog.Services.Where(service => service.Sends.Contains(e)).Select(service => service.Name)],
        [.. _routes.Of(e).Select(hearing => TitleOf(hearing.Subscription)).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)]);

    private IEnumerable<Hearer> Hearers(CatalogEvent e) => _routes.Of(e).Select(hearing =>
    {
        var rule = hearing.Subscription;
        var record = _records[(rule.Team, rule.Consumer)].FirstOrDefault();
        return new Hearer(TitleOf(rule), rule.Rule, hearing.IsPartial, record?.File, record?.Line);
    }).OrderBy(hearer => hearer.Consumer, StringComparer.Ordinal);

    internal static string TitleOf(Subscription subscription) => $"{subscription.Team}/{subscription.Consumer}";

    private string InCatalog(string file) => $"{_folders.Shown(_folders.Catalog)}/{file}";
}

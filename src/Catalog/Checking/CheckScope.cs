using Waybill.Catalog.Consumers;
using Waybill.Catalog.Routing;

namespace Waybill.Catalog.Checking;

/// <summary>What the rules look at; read once, shared by all groups.</summary>
internal sealed class CheckScope(
    CheckedFolders folders, CatalogReading reading, BusRules rules, ConsumerSources sources, RoutingTable routes, DateOnly today)
{
    private readonly string _catalogShown = folders.Shown(folders.Catalog);

    public string CatalogFolder { get; } = folders.Full(folders.Catalog);

    public CatalogReading Reading => reading;

    public EventCatalog Catalog => reading.Catalog;

    public BusRules Rules => rules;

    public ConsumerSources Sources => sources;

    public RoutingTable Routes => routes;

    public DateOnly Today => today;

    /// <summary>Services by id; a consumer's is the one with the name of its folder.</summary>
    public IReadOnlyDictionary<string, CatalogService> Services { get; } = reading.Catalog.Services
        .DistinctBy(service => service.Id, StringComparer.Ordinal).ToDictionary(service => service.Id, StringComparer.Ordinal);

    /// <summary>What each consumer hears, all of its rules together.</summary>
    public IReadOnlyList<ConsumerHearings> Consumers { get; } =
    [
        .. rules.Subscriptions.GroupBy(subscription => (subscription.Team, subscription.Consumer))
            .Select(own => new ConsumerHearings(own.Key.Team, own.Key.Consumer, [.. own], [.. own.SelectMany(routes.Of)])),
    ];

    /// <summary>A file of the catalog as findings name it.</summary>
    public string InCatalog(string file) => file.Length == 0 ? _catalogShown : $"{_catalogShown}/{file}";

    public bool IsRetired(CatalogEvent e) => e.Sunset < today;
}

/// <summary>A consumer with its rules and what they match.</summary>
internal sealed record ConsumerHearings(string Team, string Consumer, IReadOnlyList<Subscription> Rules, IReadOnlyList<Hearing> Hearings)
{
    public IEnumerable<CatalogEvent> Events => Hearings.Select(hearing => hearing.Event).Distinct((IEqualityComparer<CatalogEvent>)ReferenceEqualityComparer.Instance);

    /// <summary>Whether it hears the event at all, and whether every example of it.</summary>
    public (bool Any, bool All) Hears(CatalogEvent e)
    {
        var own = Hearings.Where(hearing => ReferenceEquals(hearing.Event, e)).ToList();
        return (own.Count > 0, own.Exists(hearing => !hearing.IsPartial));
    }
}

namespace Waybill.Catalog;

/// <summary>Every event of the company, who sends it and who owns it, as <c>events-catalog/</c> says.</summary>
public sealed class EventCatalog
{
    private readonly Dictionary<string, CatalogEvent> _byDetailType;
    private readonly Dictionary<string, CatalogTeam> _teamsById;

    internal EventCatalog(
        IReadOnlyList<CatalogEvent> events,
        IReadOnlyList<CatalogService> services,
        IReadOnlyList<CatalogDomain> domains,
        IReadOnlyList<CatalogTeam> teams)
    {
        (Events, Services, Domains, Teams) = (events, services, domains, teams);
        _byDetailType = FirstOfEach(events.Select(e => (e.DetailType, e)));
        _teamsById = FirstOfEach(teams.Select(team => (team.Id, team)));
        Producers = FirstOfEach(services.SelectMany(service => service.Sends.Select(sent => (sent.Source, service))));
    }

    /// <summary>Every version of every event, in order of id and version; deprecated ones included.</summary>
    public IReadOnlyList<CatalogEvent> Events { get; }

    public IReadOnlyList<CatalogService> Services { get; }

    public IReadOnlyList<CatalogDomain> Domains { get; }

    public IReadOnlyList<CatalogTeam> Teams { get; }

    /// <summary>The one service that may put events of a <c>source</c> on the bus, by that source (<c>shop.orders</c>).</summary>
    public IReadOnlyDictionary<string, CatalogService> Producers { get; }

    /// <summary>The event with a <c>detail-type</c> such as <c>OrderCreated.v2</c>, or null.</summary>
    public CatalogEvent? FindEvent(string detailType) => _byDetailType.GetValueOrDefault(detailType);

    /// <summary>The team with an id such as <c>orders</c>, or null.</summary>
    public CatalogTeam? FindTeam(string id) => _teamsById.GetValueOrDefault(id);

    /// <summary>A catalog with twins can still be looked into; the reader reports them.</summary>
    private static Dictionary<string, T> FirstOfEach<T>(IEnumerable<(string Name, T Item)> items) =>
        items.DistinctBy(pair => pair.Name, StringComparer.Ordinal)
            .ToDictionary(pair => pair.Name, pair => pair.Item, StringComparer.Ordinal);
}

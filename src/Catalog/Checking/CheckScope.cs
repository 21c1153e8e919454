using Waybill.Catalog.Consumers;
using Waybill.Catalog.Findings;
using Waybill.Catalog.Reading;
using Waybill.Catalog.Routing;
using Waybill.EventPatterns.Questions;

namespace Waybill.Catalog.Checking;

/// <summary>What the rules look at; read once, shared by all groups.</summary>
internal sealed record CheckScope(
    CheckedFolders Folders, CatalogReading Reading, BusRules Rules, ConsumerSources Sources, RoutingTable Routes, DateOnly Today)
{
    private readonly string _catalogShown = Folders.Shown(Folders.Catalog);

    private readonly HashSet<string> _impossible =
    [
        .. Rules.Subscriptions.Select(rule => rule.Pattern).Concat(Rules.Others.Select(rule => rule.Pattern))
            .Distinct(StringComparer.Ordinal).AsParallel()
            .Where(pattern => Routes.PatternOf(pattern)?.IsSatisfiable().Answer == Answer.No),
    ];

    public string CatalogFolder { get; } = Folders.Full(Folders.Catalog);

    public EventCatalog Catalog => Reading.Catalog;

    /// <summary>What reading the catalog found.</summary>
    public IEnumerable<Finding> Problems => Reading.Problems.Select(problem => problem with { File = InCatalog(problem.File) });

    /// <summary>Services by id; a consumer's is the one with the name of its folder.</summary>
    public IReadOnlyDictionary<string, CatalogService> Services { get; } = Reading.Catalog.Services
        .DistinctBy(service => service.Id, StringComparer.Ordinal).ToDictionary(service => service.Id, StringComparer.Ordinal);

    /// <summary>What each consumer hears, all of its rules together.</summary>
    public IReadOnlyList<ConsumerHearings> Consumers { get; } =
    [
        .. Rules.Subscriptions.GroupBy(subscription => (subscription.Team, subscription.Consumer))
            .Select(own => new ConsumerHearings(own.Key.Team, own.Key.Consumer, [.. own], [.. own.SelectMany(Routes.Of)])),
    ];

    /// <summary>A file of the catalog as findings name it.</summary>
    public string InCatalog(string file) => file.Length == 0 ? _catalogShown : $"{_catalogShown}/{file}";

    /// <summary>Whether EventBridge takes the pattern, and no event can match it.</summary>
    public bool IsImpossible(string pattern) => _impossible.Contains(pattern);

    public bool IsRetired(CatalogEvent e) => e.Sunset < Today;
}

/// <summary>A consumer with its rules and what they match.</summary>
internal sealed record ConsumerHearings(string Team, string Consumer, IReadOnlyList<Subscription> Rules, IReadOnlyList<Hearing> Hearings)
{
    public IEnumerable<CatalogEvent> Events => Hearings.Select(hearing => hearing.Event).Distinct();

    /// <summary>Whether it hears the event at all, and whether every example of it.</summary>
    public (bool Any, bool All) Hears(CatalogEvent e)
    {
        var own = Hearings.Where(hearing => hearing.Event == e).ToList();
        return (own.Count > 0, own.Exists(hearing => !hearing.IsPartial));
    }
}

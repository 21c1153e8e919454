using System.Globalization;
using Waybill.Catalog;

namespace Waybill.Operations.Planning;

/// <summary>Of which types the events are, and what is known of those who consume them.</summary>
/// <param name="From">Where it comes from, in a sentence for people.</param>
/// <param name="Shares">Each type's share; together 1.</param>
/// <param name="Consumers">What consumers do that templates do not say, by name.</param>
/// <param name="Duplicates">The share of deliveries that are of something that was done before.</param>
public sealed record Mix(
    string From, IReadOnlyList<EventShare> Shares, IReadOnlyDictionary<string, ConsumerHabits> Consumers, decimal Duplicates)
{
    /// <summary>What the catalog's examples say: types whose examples name no cause begin something, each as often as the others.</summary>
    /// <remarks>How often consumers publish because of them, nothing says; so they are not in it.</remarks>
    public static Mix Of(EventCatalog catalog)
    {
        var current = catalog.Events.Where(e => e.Deprecated is null).ToList();
        var roots = current.Where(e => e.Examples.All(example => !example.Envelope.TryGetProperty("causationid", out _))).ToList();
        var types = roots.Count > 0 ? roots : current;
        var what = roots.Count > 0
            ? "types whose examples in the catalog name no cause, in equal shares, without what is published because of them"
            : "types of the catalog, in equal shares";
        return new Mix(
            string.Create(CultureInfo.InvariantCulture, $"the {types.Count} {what}; --mix FILE says it better"),
            [.. types.Select(type => new EventShare(type, 1m / types.Count))], new Dictionary<string, ConsumerHabits>(), 0);
    }
}

/// <summary>A type's share of all events.</summary>
public sealed record EventShare(CatalogEvent Event, decimal Share);

/// <summary>What a consumer does with one event, or in one invocation, that no template says; null for what is assumed of all.</summary>
/// <param name="Writes">Writes to tables of its own, for one event.</param>
/// <param name="Reads">Strongly consistent reads of them, for one event.</param>
/// <param name="Records">Writes to the idempotency table, for one event.</param>
/// <param name="DurationMs">Milliseconds that an invocation takes, of whatever batch.</param>
/// <param name="LogBytes">What it logs for one event.</param>
/// <param name="Matches">The share that its rule lets through of events of which it lets some through; null for that of the
/// examples.</param>
public sealed record ConsumerHabits(
    decimal? Writes, decimal? Reads, decimal? Records, decimal? DurationMs, decimal? LogBytes, decimal? Matches)
{
    public static readonly ConsumerHabits Unknown = new(null, null, null, null, null, null);
}

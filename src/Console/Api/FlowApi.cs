using Waybill.Catalog;
using Waybill.Catalog.Reading;
using Waybill.WebConsole.Live;
using Waybill.WebConsole.Setup;

namespace Waybill.WebConsole.Api;

/// <summary>Who publishes, which rules take it, who consumes; and what happens.</summary>
internal sealed class FlowApi(AccountAtHand account, LiveFeed feed, ConsoleOptions options)
{
    public void Map(ApiRoutes routes)
    {
        routes.Look("flow", ConsoleJson.Default.Flow, (_, cancellationToken) => FlowAsync(cancellationToken));
        routes.Stream("live", ConsoleJson.Default.LiveFrame, (_, cancellationToken) => feed.FollowAsync(cancellationToken));
    }

    private async Task<Flow> FlowAsync(CancellationToken cancellationToken)
    {
        var catalog = CatalogOrNone();
        var verbs = await account.VerbsAsync(cancellationToken);
        var known = catalog?.Events.Select(described => (described.Source, described.DetailType)) ?? [];
        var consumers = await verbs.ConsumersAsync(cancellationToken);
        return new Flow(
            await verbs.Flows.MapAsync(consumers, known, cancellationToken),
            [.. consumers.All.Select(consumer => new FlowConsumer(
                consumer.Title, consumer.Name, consumer.Team, consumer.Queue.Name, consumer.IsPaused))],
            catalog?.Producers.ToDictionary(
                producer => producer.Key,
                producer => new FlowProducer(producer.Value.Name, producer.Value.Summary, producer.Value.Owners),
                StringComparer.Ordinal) ?? [],
            [.. catalog?.Events.Select(Described) ?? []]);
    }

    /// <summary>An account can be looked at without a catalog; whoever needs one to mask data is told.</summary>
    private EventCatalog? CatalogOrNone()
    {
        try
        {
            return options.Catalog();
        }
        catch (CatalogException broken)
        {
            options.OnNotice($"The console shows events without what the catalog says of them: {broken.Message}");
            return null;
        }
    }

    private static DescribedEvent Described(CatalogEvent described) => new(
        described.Source, described.DetailType, described.Name, described.Summary, described.Owners, described.Sunset,
        described.Deprecated?.Message, described.Unheard);
}

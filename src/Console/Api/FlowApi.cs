using Waybill.Catalog;
using Waybill.Catalog.Reading;
using Waybill.WebConsole.Live;
using Waybill.WebConsole.Setup;

namespace Waybill.WebConsole.Api;

/// <summary>Who publishes, which rules take it, who consumes; and what happens.</summary>
internal sealed class FlowApi(AccountAtHand account, LiveFeed feed, CatalogAtHand catalog, ConsoleOptions options)
{
    public void Map(ApiRoutes routes)
    {
        routes.Look("flow", ConsoleJson.Default.Flow, (_, cancellationToken) => FlowAsync(cancellationToken));
        routes.Stream("live", ConsoleJson.Default.LiveFrame, (_, cancellationToken) => feed.FollowAsync(cancellationToken));
    }

    private async Task<Flow> FlowAsync(CancellationToken cancellationToken)
    {
        var described = CatalogOrNone();
        var verbs = await account.VerbsAsync(cancellationToken);
        var known = described?.Events.Select(one => (one.Source, one.DetailType)) ?? [];
        var consumers = await verbs.ConsumersAsync(cancellationToken);
        return new Flow(
            await verbs.Flows.MapAsync(consumers, known, cancellationToken),
            [.. consumers.All.Select(consumer => new FlowConsumer(
                consumer.Title, consumer.Name, consumer.Team, consumer.Queue.Name, consumer.IsPaused))],
            described?.Producers.ToDictionary(
                producer => producer.Key,
                producer => new FlowProducer(producer.Value.Name, producer.Value.Summary, producer.Value.Owners),
                StringComparer.Ordinal) ?? [],
            [.. described?.Events.Select(Described) ?? []]);
    }

    /// <summary>An account can be looked at without a catalog; whoever needs one to mask data is told.</summary>
    private EventCatalog? CatalogOrNone()
    {
        try
        {
            return catalog.Whole();
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

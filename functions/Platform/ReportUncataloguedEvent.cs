using Waybill.Eventing.Publishing;

namespace Waybill.Platform;

/// <summary>
/// Tells the company once an hour about each source and type that is on the bus and not in the catalog, and raises its owners' alarms.
/// </summary>
public sealed class ReportUncataloguedEvent(EventPublisher events, PublisherOptions options, ConsumerLog log) : IConsumer<Sighting>
{
    public string IdempotencyKey(Event<Sighting> @event) => @event.Data.Key;

    public async Task ConsumeAsync(Event<Sighting> @event, CancellationToken cancellationToken)
    {
        await events.PublishAsync([Report(@event)], PlatformJson.Default.UncataloguedEventSeen, cancellationToken);
        foreach (var owner in @event.Data.Owners)
        {
            log.Count("UncataloguedEvents", "Team", owner);
        }
    }

    /// <summary>The id follows from source, type and hour, so that whoever comes second publishes the same event and not another.</summary>
    private Event<UncataloguedEventSeen> Report(Event<Sighting> seen) => new()
    {
        Id = seen.CorrelationId,
        Source = options.Source,
        Type = Published.UncataloguedEventSeen.Type,
        Time = seen.Time,
        DataSchema = Published.UncataloguedEventSeen.DataSchema,
        CorrelationId = seen.CorrelationId,
        CausationId = seen.Id,
        PartitionKey = Published.UncataloguedEventSeen.Type,
        Data = new UncataloguedEventSeen(
            seen.Source, seen.Type, seen.Data.Reason, seen.Data.Owners, seen.Data.Hour, JsonShape.Of(seen.Data.Event.Detail)),
    };
}

public sealed partial class Functions
{
    [LambdaFunction]
    public Task<SQSBatchResponse> ReportUncataloguedEvent(
        [FromServices] Inbox<ReportUncataloguedEvent, Sighting> inbox, SQSEvent batch, ILambdaContext context) =>
        inbox.HandleAsync(batch, context, Sighting.Read);
}

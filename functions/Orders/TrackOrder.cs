namespace Waybill.Orders;

/// <summary>Writes each event about an order into the order's life, in the order in which things happened.</summary>
/// <remarks>The key is the event itself: every one is an entry of its own.</remarks>
[Repeatable("An entry's key is its order, time and event, so adding it again writes what is there.")]
public sealed class TrackOrder(TimelinesTable timelines) : IConsumer<AboutAnOrder>
{
    public Task ConsumeAsync(Event<AboutAnOrder> @event, CancellationToken cancellationToken) =>
        timelines.AddAsync(@event.Data.OrderId, new TimelineEntry(@event.Time, @event.Id, @event.Type), cancellationToken);
}

/// <summary>What this consumer reads of every event about an order; it ignores the rest.</summary>
public sealed record AboutAnOrder(string OrderId);

public sealed partial class Functions
{
    [LambdaFunction]
    public Task<SQSBatchResponse> TrackOrder(
        [FromServices] Inbox<TrackOrder, AboutAnOrder> inbox, SQSEvent batch, ILambdaContext context) =>
        inbox.HandleAsync(batch, context, TrackOrderJson.Default.AboutAnOrder);
}

[JsonSerializable(typeof(AboutAnOrder))]
internal sealed partial class TrackOrderJson : JsonSerializerContext;

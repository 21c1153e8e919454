using Waybill.Eventing.Publishing;

namespace Waybill.Inventory;

/// <summary>
/// Puts reordered goods on the shelf once, and tells everybody the new level; when it is still short, the next shortage begins.
/// </summary>
public sealed class ReceiveReorder(Stock stock, EventPublisher events) : IConsumer<ReorderPlaced>
{
    public string IdempotencyKey(Event<ReorderPlaced> @event) => @event.Data.ReorderId;

    public async Task ConsumeAsync(Event<ReorderPlaced> @event, CancellationToken cancellationToken)
    {
        var levels = await stock.MoveAsync(Movement.Receipt(@event.Data), cancellationToken);
        await events.PublishAsync(@event, Published.StockLevelChanged, levels.Select(StockLevelChanged.From), cancellationToken);
    }
}

/// <summary>What this consumer reads of <c>ReorderPlaced.v1</c>; it ignores the rest.</summary>
public sealed record ReorderPlaced(string ReorderId, string Sku, int Quantity);

public sealed partial class Functions
{
    [LambdaFunction]
    public Task<SQSBatchResponse> ReceiveReorder(
        [FromServices] Inbox<ReceiveReorder, ReorderPlaced> inbox, SQSEvent batch, ILambdaContext context) =>
        inbox.HandleAsync(batch, context, ReceiveReorderJson.Default.ReorderPlaced);
}

[JsonSerializable(typeof(ReorderPlaced))]
internal sealed partial class ReceiveReorderJson : JsonSerializerContext;

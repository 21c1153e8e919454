using System.Globalization;
using Waybill.Eventing.Publishing;

namespace Waybill.Warehouse;

/// <summary>Orders a product anew once for each shortage, however many events say that it is short.</summary>
public sealed class ReorderStock(ReordersTable reorders, EventPublisher events) : IConsumer<StockLevelChanged>
{
    /// <summary>A shortage has a number; it lasts until its reorder arrives, and the next one has the next number.</summary>
    public string IdempotencyKey(Event<StockLevelChanged> @event) =>
        string.Create(CultureInfo.InvariantCulture, $"{@event.Data.Sku}#{@event.Data.Shortage}");

    public async Task ConsumeAsync(Event<StockLevelChanged> @event, CancellationToken cancellationToken)
    {
        if (!@event.Data.BelowReorderPoint)
        {
            throw new NotSupportedException(
                $"{@event.Data.Sku} is not short; the rule of {nameof(ReorderStock)} in infra/ lets through too much.");
        }

        var reorder = Reorder.For(@event.Data);
        await reorders.PutAsync(reorder, cancellationToken);
        await events.PublishAsync(@event, Published.ReorderPlaced, [ReorderPlaced.From(reorder)], cancellationToken);
    }
}

/// <summary>What this consumer reads of <c>StockLevelChanged.v1</c>; it ignores the rest.</summary>
public sealed record StockLevelChanged(string Sku, bool BelowReorderPoint, int ReorderQuantity, int Shortage);

public sealed partial class Functions
{
    [LambdaFunction]
    public Task<SQSBatchResponse> ReorderStock(
        [FromServices] Inbox<ReorderStock, StockLevelChanged> inbox, SQSEvent batch, ILambdaContext context) =>
        inbox.HandleAsync(batch, context, ReorderStockJson.Default.StockLevelChanged);
}

[JsonSerializable(typeof(StockLevelChanged))]
internal sealed partial class ReorderStockJson : JsonSerializerContext;

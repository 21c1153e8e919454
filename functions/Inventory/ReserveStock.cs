using Waybill.Eventing.Publishing;

namespace Waybill.Inventory;

/// <summary>
/// Takes an order's goods off the shelf once, and those of an ended order into inspection once; tells everybody the new levels.
/// </summary>
/// <remarks>
/// Goods that come back do not go straight back on the shelf: somebody looks at them first. So a level falls with orders and rises with
/// reorders only, and it does not matter whether an order or its end is heard first.
/// </remarks>
public sealed class ReserveStock(Logistics logistics, Stock stock, EventPublisher events) : IConsumer<OrderChanged>
{
    public string IdempotencyKey(Event<OrderChanged> @event) =>
        HasEnded(@event) ? Movement.ReleaseId(@event.Data.OrderId) : @event.Data.OrderId;

    public async Task ConsumeAsync(Event<OrderChanged> @event, CancellationToken cancellationToken)
    {
        var items = await logistics.ItemsOfAsync(@event.Data.OrderId, cancellationToken);
        var movement = HasEnded(@event) ? Movement.Release(@event.Data.OrderId, items) : Movement.Reservation(@event.Data.OrderId, items);
        var levels = await stock.MoveAsync(movement, cancellationToken);
        await events.PublishAsync(@event, Published.StockLevelChanged, levels.Select(StockLevelChanged.From), cancellationToken);
    }

    private static bool HasEnded(Event<OrderChanged> @event) => @event.Type switch
    {
        "OrderCreated.v2" => false,
        "OrderCancelled.v1" or "OrderReturned.v1" => true,
        var other => throw new NotSupportedException(
            $"{nameof(ReserveStock)} knows no event {other}; its rule in infra/ lets through too much."),
    };
}

/// <summary>
/// What this consumer reads of <c>OrderCreated.v2</c>, <c>OrderCancelled.v1</c> and <c>OrderReturned.v1</c>; it ignores the rest.
/// </summary>
public sealed record OrderChanged(string OrderId);

public sealed partial class Functions
{
    [LambdaFunction]
    public Task<SQSBatchResponse> ReserveStock(
        [FromServices] Inbox<ReserveStock, OrderChanged> inbox, SQSEvent batch, ILambdaContext context) =>
        inbox.HandleAsync(batch, context, ReserveStockJson.Default.OrderChanged);
}

[JsonSerializable(typeof(OrderChanged))]
internal sealed partial class ReserveStockJson : JsonSerializerContext;

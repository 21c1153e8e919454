namespace Waybill.Contracts;

/// <summary>Cancels an order's contracts when the order is cancelled or returned; notes the end when they are yet to be issued.</summary>
public sealed class CancelContracts(ContractsTable orders, ContractCancellation cancellation) : IConsumer<OrderEnded>
{
    /// <summary>An order ends once, however many events say so.</summary>
    public string IdempotencyKey(Event<OrderEnded> @event) => @event.Data.OrderId;

    public async Task ConsumeAsync(Event<OrderEnded> @event, CancellationToken cancellationToken)
    {
        var order = await orders.EndedAsync(@event.Data.OrderId, @event.Data.Reason, cancellationToken);
        await cancellation.CancelWhenDueAsync(@event, order, cancellationToken);
    }
}

/// <summary>What this consumer reads of <c>OrderCancelled.v1</c> and <c>OrderReturned.v1</c>; it ignores the rest.</summary>
public sealed record OrderEnded(string OrderId, string Reason);

public sealed partial class Functions
{
    [LambdaFunction]
    public Task<SQSBatchResponse> CancelContracts(
        [FromServices] Inbox<CancelContracts, OrderEnded> inbox, SQSEvent batch, ILambdaContext context) =>
        inbox.HandleAsync(batch, context, CancelContractsJson.Default.OrderEnded);
}

[JsonSerializable(typeof(OrderEnded))]
internal sealed partial class CancelContractsJson : JsonSerializerContext;

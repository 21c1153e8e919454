using Waybill.Eventing.Publishing;

namespace Waybill.Contracts;

/// <summary>
/// Has an extended warranty issued for each product of an order that is worth one; cancels them at once when the order has ended before.
/// </summary>
/// <remarks>
/// Safe to run again from any point: contract ids follow from the order, the provider takes a contract twice for one, and events are
/// derived.
/// </remarks>
public sealed class IssueContracts(
    Logistics logistics, ContractProvider provider, ContractsTable orders, ContractCancellation cancellation, EventPublisher events)
    : IConsumer<OrderCreated>
{
    private const decimal LeastPrice = 10.00m;

    public string IdempotencyKey(Event<OrderCreated> @event) => @event.Data.OrderId;

    public async Task ConsumeAsync(Event<OrderCreated> @event, CancellationToken cancellationToken)
    {
        var contracts = Warranties(@event.Data.OrderId, await logistics.ItemsOfAsync(@event.Data.OrderId, cancellationToken));
        await Parallel.ForEachAsync(
            contracts, Concurrency.Of(cancellationToken), async (contract, token) => await provider.IssueAsync(contract, token));

        // From here on whoever ends the order finds the contracts, and we find that the order has ended: one of the two cancels.
        var order = await orders.IssuedAsync(@event.Data.OrderId, contracts, cancellationToken);
        await events.PublishAsync(@event, Published.ContractIssued, contracts.Select(ContractIssued.From), cancellationToken);
        await cancellation.CancelWhenDueAsync(@event, order, cancellationToken);
    }

    /// <summary>In an order that every run repeats, because event ids follow from it.</summary>
    private static List<Contract> Warranties(string orderId, IEnumerable<Item> items) =>
    [
        .. items.Where(item => item.UnitPrice >= LeastPrice).Select(item => item.Sku).Distinct().Order(StringComparer.Ordinal)
            .Select(sku => Contract.Warranty(orderId, sku)),
    ];
}

/// <summary>What this consumer reads of <c>OrderCreated.v2</c>; it ignores the rest.</summary>
public sealed record OrderCreated(string OrderId);

public sealed partial class Functions
{
    [LambdaFunction]
    public Task<SQSBatchResponse> IssueContracts(
        [FromServices] Inbox<IssueContracts, OrderCreated> inbox, SQSEvent batch, ILambdaContext context) =>
        inbox.HandleAsync(batch, context, IssueContractsJson.Default.OrderCreated);
}

[JsonSerializable(typeof(OrderCreated))]
internal sealed partial class IssueContractsJson : JsonSerializerContext;

using Waybill.Eventing.Publishing;

namespace Waybill.Contracts;

/// <summary>Cancels the contracts of an order that has both contracts and an end, whichever came second.</summary>
public sealed class ContractCancellation(ContractProvider provider, ContractsTable orders, EventPublisher events)
{
    public async Task CancelWhenDueAsync<TCause>(Event<TCause> cause, OrderContracts order, CancellationToken cancellationToken)
    {
        if (order.EndReason is not { } reason || order.ContractIds is null || order.Cancelled)
        {
            return;
        }

        await Parallel.ForEachAsync(
            order.ContractIds, Concurrency.Of(cancellationToken), async (id, token) => await provider.CancelAsync(id, token));
        var cancelled = order.ContractIds.Select(id => new ContractCancelled(id, order.OrderId, Contract.WarrantyKind, reason));
        await events.PublishAsync(cause, Published.ContractCancelled, cancelled, cancellationToken);

        // Last, so that a crash before it repeats everything above, which is harmless.
        await orders.CancelledAsync(order.OrderId, cancellationToken);
    }
}

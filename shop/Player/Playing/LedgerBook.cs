using Waybill.Local.Endpoints;

namespace Waybill.Player.Playing;

/// <summary>Counts what came of a played day, from what laptop mode caught and archived, and from the contract provider's books.</summary>
internal sealed class LedgerBook(AdminClient laptop, ThirdParties thirdParties, ShopDay day)
{
    private readonly HashSet<string> _orders = day.Orders.Select(order => order.OrderId).ToHashSet(StringComparer.Ordinal);
    private readonly HashSet<string> _skus =
        day.Orders.SelectMany(order => order.Items).Select(item => item.Sku).ToHashSet(StringComparer.Ordinal);
    private Counters _opening = new(0, 0, 0);

    /// <summary>Remembers the counters that only grow, so that the ledger says what this play added to them.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken) => _opening = await CountersAsync(cancellationToken);

    public async Task<Ledger> CloseAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        var counters = await CountersAsync(cancellationToken);
        var status = await laptop.StatusAsync(cancellationToken);
        var contracts = (await thirdParties.ContractsAsync(cancellationToken))
            .Where(contract => _orders.Contains(contract.OrderId)).ToList();
        var mails = await MailsAsync(cancellationToken);
        var cancelled = contracts.Count(contract => contract.State == "cancelled");
        return new Ledger
        {
            Orders = day.Orders.Count,
            Returns = day.Returns.Sum(taken => taken.OrderIds.Count),
            UnmatchedReturns = day.Returns.Count(taken => taken.OrderIds.Count == 0),
            GuestOrders = day.Orders.Count(order => order.CustomerId is null),
            Adjustments = day.Adjustments,
            MalformedRows = day.MalformedRows.Count,
            MailsSent = mails.Asked,
            OtherMails = mails.Others,
            ContractsIssued = contracts.Count,
            ContractsCancelled = cancelled,
            ContractsOpen = contracts.Count - cancelled,
            Reorders = await ReordersAsync(cancellationToken),
            DeadLetters = status.Queues.Where(queue => queue.DeadLetter).Sum(queue => queue.Messages),
            DuplicatesSuppressed = counters.Suppressed - _opening.Suppressed,
            EventsPublished = counters.Published - _opening.Published,
            EventsDelivered = counters.Delivered - _opening.Delivered,
            Seconds = Math.Round(duration.TotalSeconds, 1),
        };
    }

    /// <summary>Mails about the day's orders: confirmations and contract notices, and what further consumers write, which no rule of the
    /// day asks for.</summary>
    private async Task<(int Asked, int Others)> MailsAsync(CancellationToken cancellationToken)
    {
        var mails = (await laptop.MailsAsync(cancellationToken))
            .Where(mail => mail.Tags.TryGetValue("orderId", out var order) && _orders.Contains(order))
            .ToLookup(mail => mail.Tags.GetValueOrDefault("consumer") is "SendOrderConfirmation" or "SendContractNotice");
        return (mails[true].Count(), mails[false].Count());
    }

    /// <summary>Distinct reorders of the products sold on this day; one published twice is one.</summary>
    private async Task<int> ReordersAsync(CancellationToken cancellationToken)
    {
        var reorders = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var envelope in laptop.EventsAsync("ReorderPlaced.v1", cancellationToken))
        {
            var data = envelope.GetProperty("detail").GetProperty("data");
            if (_skus.Contains(data.GetProperty("sku").GetString()!))
            {
                reorders.Add(data.GetProperty("reorderId").GetString()!);
            }
        }

        return reorders.Count;
    }

    private async Task<Counters> CountersAsync(CancellationToken cancellationToken)
    {
        var status = await laptop.StatusAsync(cancellationToken);
        var suppressed = await laptop.MetricAsync("DuplicatesSuppressed", cancellationToken);
        return new Counters(status.EventsPublished, status.EventsDelivered, (long)suppressed.Sum(metric => metric.Sum));
    }

    private sealed record Counters(long Published, long Delivered, long Suppressed);
}

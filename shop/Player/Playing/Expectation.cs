namespace Waybill.Player.Playing;

/// <summary>What a fresh shop must have done when a day is over, counted from the day itself and not from the bus.</summary>
internal sealed record Expectation(int MailsSent, int ContractsIssued, int ContractsCancelled, int Reorders)
{
    // The shop's rules (shop/README.md).
    private const decimal WarrantyFrom = 10.00m;
    private const int OpeningStock = 500;
    private const int ReorderPoint = 100;
    private const int ReorderQuantity = 500;

    private static readonly string[] Ends = ["OrderCancelled.v1", "OrderReturned.v1"];

    public static Expectation Of(ShopDay day)
    {
        var ended = day.Events.Where(e => Ends.Contains(e.Type, StringComparer.Ordinal))
            .Select(e => e.OrderId).ToHashSet(StringComparer.Ordinal);
        var (mails, issued, cancelled) = (0, 0, 0);
        foreach (var order in day.Orders)
        {
            var contracts = order.Items.Where(item => item.UnitPrice >= WarrantyFrom).DistinctBy(item => item.Sku).Count();
            var lost = ended.Contains(order.OrderId) ? contracts : 0;
            issued += contracts;
            cancelled += lost;
            mails += order.CustomerId is null ? 0 : 1 + contracts + lost;
        }

        return new Expectation(mails, issued, cancelled, Reorders: ReordersFor(day.Orders));
    }

    /// <summary>Every entry of a ledger that is not as it must be, in words.</summary>
    public IReadOnlyList<string> Violations(Ledger ledger)
    {
        (string Name, int Expected, int Seen)[] entries =
        [
            ("mailsSent", MailsSent, ledger.MailsSent),
            ("contractsIssued", ContractsIssued, ledger.ContractsIssued),
            ("contractsCancelled", ContractsCancelled, ledger.ContractsCancelled),
            ("contractsOpen", ContractsIssued - ContractsCancelled, ledger.ContractsOpen),
            ("reorders", Reorders, ledger.Reorders),
            ("deadLetters", 0, ledger.DeadLetters),
        ];
        return [.. entries.Where(e => e.Expected != e.Seen).Select(e => $"{e.Name} is {e.Seen}, expected {e.Expected}")];
    }

    /// <summary>Each reorder adds its quantity until the level is at the reorder point again.</summary>
    private static int ReordersFor(IEnumerable<Order> orders) => orders
        .SelectMany(order => order.Items)
        .GroupBy(item => item.Sku, item => (long)item.Quantity, StringComparer.Ordinal)
        .Select(quantities => ReorderPoint - (OpeningStock - quantities.Sum()))
        .Sum(missing => missing <= 0 ? 0 : (int)((missing + ReorderQuantity - 1) / ReorderQuantity));
}

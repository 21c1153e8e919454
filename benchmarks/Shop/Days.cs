using Waybill.Player.Playing;
using Waybill.Player.Retail;

namespace Waybill.Shop.Benchmarks;

/// <summary>Days of a shop that never was, the same in every run.</summary>
internal static class Days
{
    private const int Seed = 20261120;
    private const int Products = 400;
    private const int MostLines = 20;
    private const int OneReturnIn = 20;

    private static readonly DateTime Opening = new(2026, 11, 20, 8, 0, 0, DateTimeKind.Unspecified);

    /// <summary>Orders of one to twenty lines; one in twenty is taken back.</summary>
    public static ShopDay Whole(int orders) => Day(orders, firstInvoice: 600_000, firstProduct: 20_000, withReturns: true);

    public static ShopDay OrdersOnly(int orders) => Day(orders, firstInvoice: 1_000_000, firstProduct: 30_000, withReturns: false);

    /// <summary>A few orders of other products by other numbers, after which every path has been taken once.</summary>
    public static ShopDay WarmUp() => Day(40, firstInvoice: 500_000, firstProduct: 10_000, withReturns: true);

    private static ShopDay Day(int orders, int firstInvoice, int firstProduct, bool withReturns)
    {
        var random = new Random(Seed);
        var invoices = new List<Invoice>();
        for (var n = 0; n < orders; n++)
        {
            var order = Order($"{firstInvoice + n}", Opening.AddSeconds(n), firstProduct, random);
            invoices.Add(order);
            if (withReturns && n % OneReturnIn == OneReturnIn - 1)
            {
                invoices.Add(new Invoice($"C{order.Number}", order.Date, order.CustomerId, [order.Lines[0] with { Quantity = -1 }]));
            }
        }

        return ShopDay.From(new RetailDays(invoices, []), []);
    }

    // Every customer is known and has one order, so that every order has its mail.
    private static Invoice Order(string number, DateTime date, int firstProduct, Random random)
    {
        var lines = Enumerable.Range(0, random.Next(1, MostLines + 1))
            .Select(_ => new InvoiceLine($"{firstProduct + random.Next(Products)}", random.Next(1, 25), random.Next(50, 2_000) / 100m))
            .ToList();
        return new Invoice(number, date, $"of-{number}", lines);
    }
}

using Waybill.Cli.Commands;
using Waybill.Cli.Playing;
using Waybill.Cli.Retail;
using Waybill.Cli.Toolchain;

namespace Waybill.Shop.Tests;

/// <summary>Days that tests play.</summary>
internal static class Days
{
    public static ShopDay Sample()
    {
        var folder = Repository.Find().Path("src", "Cli", "SampleDay");
        return Arguments.ReadDay([Path.Combine(folder, "orders.csv"), Path.Combine(folder, "events.jsonl")]);
    }

    /// <summary>One order of one product.</summary>
    public static ShopDay OneOrder(string orderId, decimal price = 5m) => ShopDay.From(
        new RetailDays([new Invoice(orderId, new DateTime(2026, 3, 2, 8, 0, 0, DateTimeKind.Utc), "50001", [new InvoiceLine("90801", 1, price)])], []), []);
}

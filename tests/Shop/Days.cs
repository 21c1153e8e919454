using Waybill.Player.Playing;
using Waybill.Player.Retail;

namespace Waybill.Shop.Tests;

/// <summary>Days that tests play.</summary>
internal static class Days
{
    private static readonly DateTime Morning = new(2026, 3, 2, 8, 0, 0, DateTimeKind.Utc);

    /// <summary>One order of one product.</summary>
    public static ShopDay OneOrder(string orderId, decimal price = 5m) => Orders(price, orderId);

    /// <summary>Orders of one product each.</summary>
    public static ShopDay Orders(decimal price, params string[] orderIds) => ShopDay.From(
        new RetailDays([.. orderIds.Select(id => new Invoice(id, Morning, "50001", [new InvoiceLine("90801", 1, price)]))], []), []);
}

using Waybill.Player;
using Waybill.Player.Playing;
using Waybill.Player.Retail;

namespace Waybill.Shop.Tests.Playing;

public sealed class ShopDayTests
{
    private static readonly DateTime Morning = new(2026, 3, 2, 8, 0, 0, DateTimeKind.Unspecified);

    [Fact]
    public void A_return_takes_goods_from_the_latest_order_of_the_same_customer_for_each_product()
    {
        var day = Day(
            Order("1", "ann", "90801", "90802"),
            Order("2", "ann", "90801"),
            Order("3", "bob", "90801"),
            Return("C4", "ann", "90801", "90802"));

        Assert.Equal(["1", "2"], Assert.Single(day.Returns).OrderIds);
        Assert.Equal(["1", "2"], day.Events.Where(e => e.Type == "OrderReturned.v1").Select(e => e.OrderId));
    }

    [Theory]
    [InlineData("bob", "90801")]
    [InlineData("ann", "90999")]
    [InlineData(null, "90801")]
    [InlineData("ann", "POST")]
    public void A_return_of_nothing_that_customer_ordered_is_unmatched(string? customer, string code)
    {
        var day = Day(Order("1", "ann", "90801"), Order("2", null, "90801"), Order("3", "ann", "POST"), Return("C4", customer, code));

        Assert.Empty(Assert.Single(day.Returns).OrderIds);
        Assert.DoesNotContain(day.Events, e => e.Type == "OrderReturned.v1");
    }

    [Fact]
    public void An_order_made_after_a_return_is_not_what_was_returned()
    {
        var day = Day(Return("C1", "ann", "90801"), Order("2", "ann", "90801"));

        Assert.Empty(Assert.Single(day.Returns).OrderIds);
    }

    [Fact]
    public void An_invoice_that_sells_nothing_is_a_stock_adjustment()
    {
        var day = Day(
            new Invoice("1", Morning, null, [new InvoiceLine("90801", -10, 0m)]),
            new Invoice("2", Morning, null, [new InvoiceLine("90801", 10, 0m)]),
            new Invoice("3", Morning, null, [new InvoiceLine("90801", 10, 0m), new InvoiceLine("90802", 1, 1m)]));

        Assert.Equal(2, day.Adjustments);
        Assert.Equal("3", Assert.Single(day.Orders).OrderId);
    }

    [Fact]
    public void Postage_counts_into_the_total_but_reserves_no_stock()
    {
        var order = Assert.Single(Day(new Invoice("1", Morning, "ann",
            [new InvoiceLine("90801", 3, 1.335m), new InvoiceLine("POST", 1, 18m), new InvoiceLine("90802", -1, 5m)])).Orders);

        Assert.Equal(22.01m, order.TotalPrice);
        Assert.Equal("90801", Assert.Single(order.Items).Sku);
    }

    [Fact]
    public void The_same_day_gives_the_same_events()
    {
        var (first, second) = (ShopDay.Sample(), ShopDay.Sample());

        Assert.Equal(first.Events.Select(e => (e.Cause, e.Ordinal, e.Type)), second.Events.Select(e => (e.Cause, e.Ordinal, e.Type)));
    }

    [Fact]
    public void The_sample_day_has_everything_that_happens_in_a_shop()
    {
        var day = ShopDay.Sample();

        Assert.Equal(7, day.Orders.Count);
        Assert.Single(day.Orders, order => order.CustomerId is null);
        Assert.Equal(["700001"], day.Returns[0].OrderIds);
        Assert.Empty(day.Returns[1].OrderIds);
        Assert.Equal(1, day.Adjustments);
        Assert.Contains(day.Events, e => e is { Type: "OrderCancelled.v1", OrderId: "700004" });
        Assert.Equal(2, day.Events.Count(e => e is { Type: "OrderCreated.v2", OrderId: "700005" }));
        Assert.Equal(new Expectation(MailsSent: 12, ContractsIssued: 5, ContractsCancelled: 2, Reorders: 3), Expectation.Of(day));
    }

    [Theory]
    [InlineData("{\"after\":\"1\"}", "an event needs")]
    [InlineData("{\"repeat\":true}", "\"after\" is missing")]
    [InlineData("{\"after\":\"1\",\"repaet\":true}", "unknown member 'repaet'; allowed are after, repeat, source, type, data")]
    [InlineData("{\"after\":\"1\",\"source\":\"s\",\"type\":\"OrderCancelled\",\"data\":{}}", "an event needs")]
    [InlineData("[1]", "not a JSON object")]
    [InlineData("{", "not JSON")]
    public void A_script_line_that_cannot_be_read_names_file_line_and_member(string line, string message)
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllText(file, "\n" + line);

        var error = Assert.Throws<UserErrorException>(() => ScriptedEvent.Read(file));

        Assert.StartsWith($"{file}:2: {message}", error.Message, StringComparison.Ordinal);
        File.Delete(file);
    }

    private static ShopDay Day(params Invoice[] invoices) => ShopDay.From(new RetailDays(invoices, []), []);

    private static Invoice Order(string number, string? customer, params string[] codes) =>
        new(number, Morning, customer, [.. codes.Select(code => new InvoiceLine(code, 1, 2m))]);

    private static Invoice Return(string number, string? customer, params string[] codes) =>
        new(number, Morning, customer, [.. codes.Select(code => new InvoiceLine(code, -1, 2m))]);
}

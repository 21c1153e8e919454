using Waybill.Player;
using Waybill.Player.Playing;
using Waybill.Player.Retail;

namespace Waybill.Shop.Tests.Playing;

public sealed class RetailCsvTests : IDisposable
{
    private const string Header = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";
    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".csv");

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("1,90801,LAMP,1,2026-03-02 08:00:00,1.00,5", "7 fields, expected 8")]
    [InlineData("1,90801,LAMP,one,2026-03-02 08:00:00,1.00,5,UK", "Quantity is 'one', expected a whole number up to 1000000")]
    [InlineData("1,90801,LAMP,1.5,2026-03-02 08:00:00,1.00,5,UK", "Quantity is '1.5', expected a whole number up to 1000000")]
    [InlineData("1,90801,LAMP,9999999999,2026-03-02 08:00:00,1.00,5,UK", "Quantity is '9999999999', expected a whole number up to 1000000")]
    [InlineData("1,90801,LAMP,2147483647,2026-03-02 08:00:00,1.00,5,UK", "Quantity is '2147483647', expected a whole number up to 1000000")]
    [InlineData("1,90801,LAMP,-1000001,2026-03-02 08:00:00,1.00,5,UK", "Quantity is '-1000001', expected a whole number up to 1000000")]
    [InlineData("1,90801,LAMP,1,2026-03-02 08:00:00,79228162514264337593543950335,5,UK",
        "UnitPrice is '79228162514264337593543950335', expected a number up to 1000000")]
    [InlineData("1,90801,LAMP,1,13/1/26 8:00,1.00,5,UK", "InvoiceDate is '13/1/26 8:00', expected yyyy-MM-dd HH:mm:ss or M/d/yyyy H:mm")]
    [InlineData("1,90801,LAMP,1,yesterday,1.00,5,UK", "InvoiceDate is 'yesterday', expected yyyy-MM-dd HH:mm:ss or M/d/yyyy H:mm")]
    [InlineData("1,90801,LAMP,1,2026-03-02 08:00:00,free,5,UK", "UnitPrice is 'free', expected a number up to 1000000")]
    [InlineData("1,,LAMP,1,2026-03-02 08:00:00,1.00,5,UK", "StockCode is '', expected letters and digits")]
    [InlineData("a/b,90801,LAMP,1,2026-03-02 08:00:00,1.00,5,UK", "InvoiceNo is 'a/b', expected letters and digits")]
    [InlineData("1,90801,LAMP,1,2026-03-02 08:00:00,1.00,x@y,UK", "CustomerID is 'x@y', expected letters and digits, or nothing")]
    public void A_malformed_row_is_reported_with_its_line_and_the_rest_is_read(string row, string reason)
    {
        Write(Header, "7,90801,LAMP,2,2026-03-02 08:00:00,1.50,5.0,UK", row, "7,90802,BULB,1,2026-03-02 08:00:00,0.50,5.0,UK");

        var days = RetailCsv.Read([_file]);

        var malformed = Assert.Single(days.MalformedRows);
        Assert.Equal($"{_file}:3: {reason}", malformed.ToString());
        var invoice = Assert.Single(days.Invoices);
        Assert.Equal(3.50m, invoice.Total);
        Assert.Equal("5", invoice.CustomerId);
    }

    [Fact]
    public void A_file_that_is_not_online_retail_is_refused_with_what_was_expected()
    {
        Write("name,price", "lamp,3");

        var error = Assert.Throws<UserErrorException>(() => RetailCsv.Read([_file]));

        Assert.Equal($"'{_file}' is not an Online Retail file: its first line is 'name,price', expected '{Header}'.", error.Message);
    }

    [Fact]
    public void A_binary_file_is_refused()
    {
        File.WriteAllBytes(_file, [0, 1, 2, 0xff, (byte)'"', 0, (byte)'\n', 7]);

        Assert.Throws<UserErrorException>(() => RetailCsv.Read([_file]));
    }

    [Fact]
    public void The_dates_of_most_public_copies_are_read_month_first()
    {
        Write(Header, "2,90801,LAMP,1,12/1/2010 14:05,1.00,5,UK", "1,90801,LAMP,1,12/1/2010 8:26,1.00,5,UK");

        var days = RetailCsv.Read([_file]);

        Assert.Empty(days.MalformedRows);
        Assert.Equal(["1", "2"], days.Invoices.Select(invoice => invoice.Number));
        Assert.Equal(new DateTime(2010, 12, 1, 8, 26, 0, DateTimeKind.Unspecified), days.Invoices[0].Date);
    }

    [Fact]
    public void The_largest_rows_still_add_up()
    {
        Write([Header, .. Enumerable.Repeat("1,90801,LAMP,1000000,2026-03-02 08:00:00,1000000,5,UK", 5_000)]);

        var order = Assert.Single(ShopDay.Read([_file]).Orders);

        Assert.Equal(5_000_000_000_000_000m, order.TotalPrice);
        Assert.Equal(10_000_000, Expectation.Of(ShopDay.Read([_file])).Reorders);
    }

    [Fact]
    public void A_file_of_which_no_row_can_be_read_is_an_error_with_the_first_reason()
    {
        Write(Header, "1,90801,LAMP,1,01.12.2010,1.00,5,UK", "2,90801,LAMP,1,02.12.2010,1.00,5,UK");

        var error = Assert.Throws<UserErrorException>(() => RetailCsv.Read([_file]));

        Assert.StartsWith(
            $"None of the 2 rows of '{_file}' can be read. The first: {_file}:2: InvoiceDate is '01.12.2010'", error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_rows_is_an_error()
    {
        Write(Header);

        Assert.Contains("has no rows", Assert.Throws<UserErrorException>(() => RetailCsv.Read([_file])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_quote_that_is_never_closed_is_an_error_with_its_line()
    {
        Write(Header, "1,90801,\"" + new string('x', 2_000_000));

        var error = Assert.Throws<UserErrorException>(() => RetailCsv.Read([_file]));

        Assert.Contains("a quote never closed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_quote_that_the_end_of_the_file_closes_is_a_malformed_row_with_the_line_it_begins_in()
    {
        Write(Header, "7,90801,LAMP,2,2026-03-02 08:00:00,1.50,5.0,UK", "1,90801,\"LAMP,1", "2,90801,LAMP,1");

        Assert.Equal($"{_file}:3: a quote is never closed", Assert.Single(RetailCsv.Read([_file]).MalformedRows).ToString());
    }

    [Fact]
    public void A_quote_inside_a_field_is_part_of_it()
    {
        Write(Header, "1,90801,24\" WHEEL,1,2026-03-02 08:00:00,1.00,5,UK", "2,90801,\"24\" WHEEL,1,2026-03-02 08:00:00,1.00,5,UK");

        Assert.Equal(["1", "2"], RetailCsv.Read([_file]).Invoices.Select(invoice => invoice.Number));
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Equal("There is no file 'nowhere.csv'.", Assert.Throws<UserErrorException>(() => RetailCsv.Read(["nowhere.csv"])).Message);

    [Fact]
    public void A_field_too_long_to_be_honest_is_a_malformed_row()
    {
        Write(
            Header,
            $"1,90801,{new string('x', 2_000)},1,2026-03-02 08:00:00,1.00,5,UK",
            "7,90801,LAMP,2,2026-03-02 08:00:00,1.50,5.0,UK");

        var days = RetailCsv.Read([_file]);

        Assert.Contains("Description", Assert.Single(days.MalformedRows).Reason, StringComparison.Ordinal);
        Assert.Equal("7", Assert.Single(days.Invoices).Number);
    }

    [Fact]
    public void Quoted_fields_may_hold_commas_and_quotes()
    {
        Write(Header, "1,90801,\"LAMP, \"\"BRASS\"\"\",1,2026-03-02 08:00:00,1.00,5,UK");

        Assert.Empty(RetailCsv.Read([_file]).MalformedRows);
    }

    [Fact]
    public void Invoices_come_in_order_of_their_first_row_then_of_the_file()
    {
        Write(
            Header,
            "3,90801,LAMP,1,2026-03-02 09:00:00,1.00,5,UK",
            "1,90801,LAMP,1,2026-03-02 08:00:00,1.00,5,UK",
            "2,90801,LAMP,1,2026-03-02 08:00:00,1.00,5,UK",
            "3,90802,BULB,1,2026-03-02 07:00:00,1.00,5,UK");

        Assert.Equal(["1", "2", "3"], RetailCsv.Read([_file]).Invoices.Select(invoice => invoice.Number));
    }

    private void Write(params string[] lines) => File.WriteAllLines(_file, lines);
}

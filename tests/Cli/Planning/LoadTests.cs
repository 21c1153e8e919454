using Waybill.Operations.Accounts;
using Waybill.Operations.Planning;

namespace Waybill.Cli.Tests.Planning;

public sealed class LoadTests
{
    [Theory]
    [InlineData("3M/day", 90_000_000)]
    [InlineData("50/s", 129_600_000)]
    [InlineData("2e6/month", 2_000_000)]
    [InlineData("120k/h", 86_400_000)]
    [InlineData("0.5/min", 21_600)]
    [InlineData("1.5M/month", 1_500_000)]
    public void A_quantity_in_a_time_is_so_many_events_a_month_of_30_days(string text, double events)
    {
        var load = Load.Parse(text);

        Assert.Equal((decimal)events, load.Paid, precision: 3);
        Assert.NotNull(load.PerSecond);
    }

    [Theory]
    [InlineData("1M", 1_000_000)]
    [InlineData("7", 7)]
    public void A_quantity_without_a_time_comes_all_at_once(string text, double events)
    {
        Assert.Equal((decimal)events, Load.Parse(text).Paid);
        Assert.Null(Load.Parse(text).PerSecond);
    }

    [Theory]
    [InlineData("")]
    [InlineData("many")]
    [InlineData("3M/year")]
    [InlineData("3 M/day")]
    [InlineData("-1/s")]
    [InlineData("0/s")]
    [InlineData("1e99/s")]
    [InlineData("999G/s/s")]
    [InlineData("9999G")]
    [InlineData("3m/day")]
    public void What_is_no_quantity_is_named_with_what_is_allowed(string text)
    {
        var error = Assert.Throws<OperationException>(() => Load.Parse(text)).Message;

        Assert.StartsWith($"--events is '{text}'; it must be", error, StringComparison.Ordinal);
        Assert.Contains("3M/day, 50/s, 120k/h, 2e6/month", error, StringComparison.Ordinal);
    }
}

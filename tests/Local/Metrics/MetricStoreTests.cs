using System.Globalization;
using Waybill.Local.Metrics;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Metrics;

public sealed class MetricStoreTests
{
    private static readonly Dictionary<string, string> None = new(StringComparer.Ordinal);

    private readonly ManualTime _time = new();
    private readonly MetricStore _metrics;

    public MetricStoreTests() => _metrics = new MetricStore(_time);

    [Fact]
    public void Adds_up_the_data_points_of_each_minute()
    {
        var start = _time.GetUtcNow();
        Put(3);
        Put(1);
        _time.Advance(TimeSpan.FromMinutes(1));
        Put(10);

        Assert.Equal(new MetricAggregate(4, 2, 1, 3), Read(start, start.AddMinutes(1)));
        Assert.Equal(new MetricAggregate(14, 3, 1, 10), Read(start, start.AddMinutes(2)));
        Assert.Null(Read(start.AddMinutes(2), start.AddMinutes(3)));
    }

    [Fact]
    public void Forgets_minutes_that_are_older_than_its_retention_but_not_the_total()
    {
        var start = _time.GetUtcNow();
        Put(1);
        _time.Advance(MetricStore.Retention + TimeSpan.FromMinutes(1));
        Put(2);

        Assert.Null(Read(start, start.AddMinutes(1)));
        Assert.Equal(3, Assert.Single(_metrics.Totals("Waybill", "Seen")).Value.Sum);
    }

    [Fact]
    public void Keeps_no_minute_that_is_far_ahead_so_that_wrong_clocks_cannot_fill_the_memory()
    {
        var ahead = _time.GetUtcNow() + MetricStore.Ahead;
        _metrics.Put(new Metric(TestApi.Home, "Waybill", "Seen", None, 1, ahead));
        _metrics.Put(new Metric(TestApi.Home, "Waybill", "Seen", None, 2, ahead.AddMinutes(1)));

        Assert.Equal(1, Read(ahead, ahead.AddDays(1))!.Value.Sum);
        Assert.Equal(3, Assert.Single(_metrics.Totals("Waybill", "Seen")).Value.Sum);
    }

    [Fact]
    public void Takes_dimensions_in_any_order_for_the_same_series()
    {
        Put(1, ("a", "1"), ("b", "2"));
        Put(1, ("b", "2"), ("a", "1"));
        Put(1, ("a", "2"), ("b", "1"));

        Assert.Equal([2, 1], _metrics.Totals("Waybill").Select(total => total.Value.Sum));
    }

    [Fact]
    public void Refuses_more_series_than_it_can_keep_and_counts_them()
    {
        for (var i = 0; i < MetricStore.MaximumSeries + 3; i++)
        {
            Put(1, ("order", i.ToString(CultureInfo.InvariantCulture)));
        }

        Assert.Equal(3, _metrics.Refused);
        Assert.Equal(MetricStore.MaximumSeries, _metrics.Totals().Count);
    }

    private void Put(double value, params (string Name, string Value)[] dimensions) => _metrics.Put(new Metric(
        TestApi.Home, "Waybill", "Seen", dimensions.ToDictionary(d => d.Name, d => d.Value, StringComparer.Ordinal), value,
        _time.GetUtcNow()));

    private MetricAggregate? Read(DateTimeOffset from, DateTimeOffset until) => _metrics
        .Points(new MetricId(TestApi.Home, "Waybill", "Seen", None), null, from, until, until - from).SingleOrDefault()?.Values.Aggregate();
}

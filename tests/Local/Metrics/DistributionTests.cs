using Waybill.Local.Metrics;

namespace Waybill.Local.Tests.Metrics;

public sealed class DistributionTests
{
    [Fact]
    public void Knows_statistics_and_percentiles_of_few_values_exactly()
    {
        var values = new Distribution();
        foreach (var value in Enumerable.Range(1, Spread.Exact))
        {
            values.Add(value);
        }

        Assert.Equal(new MetricAggregate(2080, 64, 1, 64), values.Aggregate());
        Assert.Equal([1.0, 32, 58, 64], new[] { 0, 50, 90, 100 }.Select(percent => values.Percentile(percent)!.Value));
    }

    [Theory]
    [InlineData(10, 0.01)]
    [InlineData(140, 0.02)]
    [InlineData(20_000, 0.04)]
    [InlineData(100_000_000, 0.08)]
    public void Is_as_near_as_it_says_with_many_values(double largest, double error)
    {
        var random = new Random(1);
        var values = Enumerable.Range(0, 20_000).Select(_ => Math.Pow(largest, random.NextDouble())).ToList();
        var all = new Distribution();
        values.ForEach(value => all.Add(value));
        values.Sort();

        foreach (var percent in new[] { 50, 75, 90, 95, 99, 99.9 })
        {
            var exact = values[(int)Math.Ceiling(percent / 100 * values.Count) - 1];
            Assert.InRange(all.Percentile(percent)!.Value, exact * (1 - error), exact * (1 + error));
        }
    }

    [Fact]
    public void Parts_put_together_are_as_near_as_a_whole()
    {
        var random = new Random(2);
        var values = Enumerable.Range(0, 5000).Select(_ => Math.Pow(10_000, random.NextDouble())).ToList();
        var all = new Distribution();
        foreach (var part in values.Chunk(250).Concat([[0.0], [0.0, 0.0]]))
        {
            var one = new Distribution();
            Array.ForEach(part, value => one.Add(value));
            all.Add(one);
        }

        values.AddRange([0, 0, 0]);
        values.Sort();
        Assert.Equal(5003, all.Count);
        Assert.Equal(values.Sum(), all.Sum, 1e-3);
        Assert.Equal(0, all.Percentile(0.01));
        Assert.InRange(all.Percentile(99)!.Value / values[(int)Math.Ceiling(0.99 * values.Count) - 1], 0.96, 1.04);
    }

    [Fact]
    public void Has_no_percentiles_of_negative_values_or_of_what_came_as_statistics()
    {
        var negative = Distribution.Of(-1);
        negative.Add(5);
        var statistics = Distribution.Of(3);
        statistics.Add(Distribution.OfStatistics(2, 3, 1, 2));

        Assert.Null(negative.Percentile(50));
        Assert.Null(statistics.Percentile(50));
        Assert.Equal(new MetricAggregate(6, 3, 1, 3), statistics.Aggregate());
    }
}

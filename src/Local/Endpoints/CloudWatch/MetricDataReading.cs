using Waybill.Local.Metrics;
using Waybill.Local.Metrics.Expressions;

namespace Waybill.Local.Endpoints.CloudWatch;

/// <summary>One query of GetMetricData: a statistic of a metric, or an expression.</summary>
internal sealed record MetricDataQuery(string Id, string Label, bool IsReturned, MetricDataStat? Stat, MetricMath? Expression);

internal sealed record MetricDataStat(MetricId Metric, Statistic Statistic, TimeSpan Period, string? Unit);

/// <summary>Reads what the queries of one request ask for, each once.</summary>
internal sealed class MetricDataReading(
    MetricStore metrics, IReadOnlyList<MetricDataQuery> queries, DateTimeOffset from, DateTimeOffset until)
{
    private readonly Dictionary<string, MathSeries?> _series = new(StringComparer.Ordinal);

    public IReadOnlyList<(DateTimeOffset Time, double Value)> Of(MetricDataQuery query, bool ascending)
    {
        try
        {
            var points = Series(query.Id).Values.Select(value => (value.Key, value.Value));
            return ascending ? [.. points] : [.. points.Reverse()];
        }
        catch (MetricMathException error)
        {
            throw CloudWatchError.Validation($"Error in expression '{query.Id}': {error.Message}");
        }
    }

    private MathSeries Series(string id)
    {
        if (_series.TryGetValue(id, out var known))
        {
            return known ?? throw new MetricMathException($"{id} depends on itself.");
        }

        var query = queries.FirstOrDefault(query => query.Id == id)
            ?? throw new MetricMathException($"{id} is the id of no query.");
        _series[id] = null;
        return (_series[id] = query.Stat is { } stat ? Read(stat) : Compute(query.Expression!))!;
    }

    private MathSeries Compute(MetricMath expression) =>
        expression.Of(Series).Series ?? throw new MetricMathException("it has no metric in it, only numbers.");

    private MathSeries Read(MetricDataStat stat)
    {
        var first = new DateTimeOffset(from.UtcTicks - (from.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) % stat.Period.Ticks, TimeSpan.Zero);
        var values = new SortedDictionary<DateTimeOffset, double>();
        foreach (var point in metrics.Points(stat.Metric, stat.Unit, first, until, stat.Period).GroupBy(point => point.Start))
        {
            var all = new Distribution();
            foreach (var ofUnit in point)
            {
                all.Add(ofUnit.Values);
            }

            if (stat.Statistic.Of(all) is { } value)
            {
                values[point.Key] = value;
            }
        }

        return new MathSeries(values, first, until, stat.Period);
    }
}

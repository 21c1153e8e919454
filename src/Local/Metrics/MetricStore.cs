namespace Waybill.Local.Metrics;

/// <summary>Keeps metrics as CloudWatch does, one distribution a minute, metric and unit,
/// for <see cref="Retention"/>, and a total since start-up.</summary>
/// <remarks>Safe to call from any thread. At most <see cref="MaximumSeries"/> series: data points of further ones are counted in
/// <see cref="Refused"/> and not kept, so that a dimension with a value per event cannot fill the memory.</remarks>
public sealed class MetricStore(TimeProvider time)
{
    public const int MaximumSeries = 10_000;
    public static readonly TimeSpan Retention = TimeSpan.FromHours(24);

    /// <summary>Data points later than so far from now count in the total only (CloudWatch API reference,
    /// PutMetricData, Timestamp).</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromHours(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);
    private int _units;
    private long _refused;

    /// <summary>How many data points were not kept because there are too many series.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    public void Put(Metric metric) => Put(new MetricSample(
        new MetricId(metric.Namespace, metric.Name, metric.Dimensions), metric.Unit, metric.Time, Distribution.Of(metric.Value)));

    /// <summary>What was put between two instants, to the minute (<paramref name="until"/> exclusive), or null when nothing was.</summary>
    public MetricAggregate? Read(
        string @namespace, string name, IReadOnlyDictionary<string, string> dimensions, DateTimeOffset from, DateTimeOffset until)
    {
        var all = new Distribution();
        lock (_gate)
        {
            foreach (var (_, _, values) in Between(new MetricId(@namespace, name, dimensions), null, from, until))
            {
                all.Add(values);
            }
        }

        return all.Count > 0 ? all.Aggregate() : null;
    }

    /// <summary>Totals since start-up of every metric with this namespace and name; null means any.</summary>
    public IReadOnlyList<MetricTotal> Totals(string? @namespace = null, string? name = null)
    {
        lock (_gate)
        {
            return
            [
                .. _series.Values
                    .Where(series => Is(series.Id.Namespace, @namespace) && Is(series.Id.Name, name))
                    .OrderBy(series => series.Id.Key, StringComparer.Ordinal)
                    .Select(series => new MetricTotal(series.Id.Namespace, series.Id.Name, series.Id.Dimensions, series.Total)),
            ];
        }
    }

    internal void Put(MetricSample sample)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            var known = _series.TryGetValue(sample.Id.Key, out var series);
            if (!known || !series!.Has(sample.Unit))
            {
                if (_units >= MaximumSeries)
                {
                    Interlocked.Increment(ref _refused);
                    return;
                }

                _units++;
            }

            series ??= _series[sample.Id.Key] = new MetricSeries(sample.Id);
            series.Add(sample, Minute(sample.Time), Minute(now - Retention), Minute(now + Ahead));
        }
    }

    /// <summary>A metric in periods that follow one another from <paramref name="from"/> on, oldest first; periods without data are left
    /// out.</summary>
    /// <param name="id">The metric.</param>
    /// <param name="unit">What the data points must be counted in; null for any, each unit then having points of its own.</param>
    /// <param name="from">To the minute.</param>
    /// <param name="until">Exclusive.</param>
    /// <param name="period">Whole minutes.</param>
    internal IReadOnlyList<MetricPoint> Points(
        MetricId id, string? unit, DateTimeOffset from, DateTimeOffset until, TimeSpan period)
    {
        var points = new SortedDictionary<(long Period, string Unit), Distribution>();
        var minutes = Minute(DateTimeOffset.UnixEpoch + period);
        var first = Minute(from);
        lock (_gate)
        {
            foreach (var (itsUnit, minute, values) in Between(id, unit, from, until))
            {
                var key = ((minute - first) / minutes, itsUnit);
                if (!points.TryGetValue(key, out var sum))
                {
                    sum = points[key] = new Distribution();
                }

                sum.Add(values);
            }
        }

        return
        [
            .. points.Select(point => new MetricPoint(
                DateTimeOffset.FromUnixTimeSeconds((first + (point.Key.Period * minutes)) * 60), point.Key.Unit, point.Value)),
        ];
    }

    /// <summary>Every metric, by namespace, name and dimensions, with the newest minute that has data, if any has.</summary>
    internal IReadOnlyList<(MetricId Id, DateTimeOffset? Newest)> List()
    {
        lock (_gate)
        {
            return
            [
                .. _series.Values.OrderBy(series => series.Id.Key, StringComparer.Ordinal).Select(series => (
                    series.Id,
                    series.Newest is { } minute ? DateTimeOffset.FromUnixTimeSeconds(minute * 60) : (DateTimeOffset?)null)),
            ];
        }
    }

    private IEnumerable<(string Unit, long Minute, Distribution Values)> Between(
        MetricId id, string? unit, DateTimeOffset from, DateTimeOffset until) =>
        _series.TryGetValue(id.Key, out var series) ? series.Between(unit, Minute(from), Minute(until)) : [];

    private static bool Is(string value, string? wanted) => wanted is null || string.Equals(value, wanted, StringComparison.Ordinal);

    private static long Minute(DateTimeOffset time) => time.ToUnixTimeSeconds() / 60;
}

/// <summary>A metric's total since start-up.</summary>
public sealed record MetricTotal(string Namespace, string Name, IReadOnlyDictionary<string, string> Dimensions, MetricAggregate Value);

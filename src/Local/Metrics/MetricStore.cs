using Waybill.Local.Account;

namespace Waybill.Local.Metrics;

/// <summary>Keeps metrics as CloudWatch does, one distribution a minute, metric and unit,
/// for <see cref="Retention"/>, and a total since start-up.</summary>
/// <remarks>Safe to call from any thread. At most <see cref="MaximumSeries"/> series: data points of further ones are counted in
/// <see cref="Refused"/> and not kept, so that a dimension with a value per event cannot fill the memory. CloudWatch keeps points of one
/// minute for 15 days.</remarks>
public sealed class MetricStore(TimeProvider time)
{
    public const int MaximumSeries = 50_000;
    public static readonly TimeSpan Retention = TimeSpan.FromHours(48);

    /// <summary>Data points later than so far from now count in the total only (CloudWatch API reference,
    /// PutMetricData, Timestamp).</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromHours(2);

    private readonly Lock _gate = new();
    private readonly MetricSet _metrics = new(MaximumSeries);
    private HashSet<(UnitSeries Series, long Minute)>? _changed;
    private long _refused;

    /// <summary>How many data points were not kept because there are too many series.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    public void Put(Metric metric) => Put(new MetricSample(
        new MetricId(metric.Scope, metric.Namespace, metric.Name, metric.Dimensions), metric.Unit, metric.Time,
        Distribution.Of(metric.Value)));

    /// <summary>Totals since start-up of every metric with this namespace and name, wherever; null means any.</summary>
    public IReadOnlyList<MetricTotal> Totals(string? @namespace = null, string? name = null)
    {
        lock (_gate)
        {
            return
            [
                .. _metrics.Sorted
                    .Where(metric => metric.Total.Count > 0 && Is(metric.Id.Namespace, @namespace) && Is(metric.Id.Name, name))
                    .Select(metric => new MetricTotal(metric.Id.Namespace, metric.Id.Name, metric.Id.Dimensions, metric.Total)),
            ];
        }
    }

    internal void Put(MetricSample sample)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            if (_metrics.Place(sample.Id, sample.Unit) is not var (metric, series))
            {
                Interlocked.Increment(ref _refused);
                return;
            }

            metric.Count(sample.Values);
            var (minute, oldest) = (Minute(sample.Time), Minute(now - Retention));
            if (minute >= oldest && minute <= Minute(now + Ahead))
            {
                series.Runs.Add(minute, sample.Values);
                series.Runs.Forget(oldest);
                _changed?.Add((series, minute));
            }
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

    /// <summary>Every metric of an account and region, by namespace, name and dimensions, with the newest minute that has data, if any
    /// has.</summary>
    internal IReadOnlyList<(MetricId Id, DateTimeOffset? Newest)> List(Scope scope)
    {
        lock (_gate)
        {
            return
            [
                .. _metrics.Sorted.Where(metric => metric.Id.Scope == scope).Select(metric => (
                    metric.Id,
                    metric.Newest is { } minute ? DateTimeOffset.FromUnixTimeSeconds(minute * 60) : (DateTimeOffset?)null)),
            ];
        }
    }

    /// <summary>Takes in what an earlier run has kept, and from now on notes which minutes change.</summary>
    /// <param name="load">Gets the set to load; is called under the lock.</param>
    internal void Load(Action<MetricSet> load)
    {
        lock (_gate)
        {
            load(_metrics);
            _changed = [];
        }
    }

    /// <summary>Shows every minute that has changed since the last time, under the lock.</summary>
    internal void TakeChanges(MinuteVisitor visit)
    {
        lock (_gate)
        {
            foreach (var (series, minute) in _changed!)
            {
                Visit(series, minute, minute + 1, visit);
            }

            _changed.Clear();
        }
    }

    /// <summary>Shows everything between two minutes, under the lock.</summary>
    internal void Visit(long from, long until, MinuteVisitor visit)
    {
        lock (_gate)
        {
            foreach (var series in _metrics.All.SelectMany(metric => metric.Units))
            {
                Visit(series, from, until, visit);
            }
        }
    }

    /// <summary>Forgets what was before a minute.</summary>
    internal void Forget(long before)
    {
        lock (_gate)
        {
            _metrics.Forget(before);
        }
    }

    /// <summary>Forgets everything, totals as well.</summary>
    internal void Clear()
    {
        lock (_gate)
        {
            _metrics.Clear();
            _changed?.Clear();
        }
    }

    internal static long Minute(DateTimeOffset time) => time.ToUnixTimeSeconds() / 60;

    private static void Visit(UnitSeries series, long from, long until, MinuteVisitor visit)
    {
        foreach (var (first, last, values) in series.Runs.Between(from, until))
        {
            visit(series, first, last, values);
        }
    }

    private IEnumerable<(string Unit, long Minute, Distribution Values)> Between(
        MetricId id, string? unit, DateTimeOffset from, DateTimeOffset until) =>
        _metrics.Find(id) is { } metric ? metric.Between(unit, Minute(from), Minute(until)) : [];

    private static bool Is(string value, string? wanted) => wanted is null || string.Equals(value, wanted, StringComparison.Ordinal);
}

/// <summary>A metric's total since start-up.</summary>
public sealed record MetricTotal(string Namespace, string Name, IReadOnlyDictionary<string, string> Dimensions, MetricAggregate Value);

/// <summary>Sees what a series has in each minute from one to another, both included; the values must not be kept.</summary>
internal delegate void MinuteVisitor(UnitSeries series, long first, long last, Distribution values);

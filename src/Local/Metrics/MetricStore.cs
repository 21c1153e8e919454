namespace Waybill.Local.Metrics;

/// <summary>Keeps metrics as CloudWatch does, one aggregate a minute and series,
/// for <see cref="Retention"/>, and a total since start-up.</summary>
/// <remarks>Safe to call from any thread. At most <see cref="MaximumSeries"/> series: data points of further ones are counted in
/// <see cref="Refused"/> and not kept, so that a dimension with a value per order cannot fill the memory.</remarks>
public sealed class MetricStore(TimeProvider time)
{
    public const int MaximumSeries = 10_000;
    public static readonly TimeSpan Retention = TimeSpan.FromHours(24);

    /// <summary>Data points later than so far from now count in the total only (CloudWatch API reference,
    /// PutMetricData, Timestamp).</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromHours(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Series> _series = new(StringComparer.Ordinal);
    private long _refused;

    /// <summary>How many data points were not kept because there are too many series.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    public void Put(Metric metric)
    {
        var key = Key(metric.Namespace, metric.Name, metric.Dimensions);
        var now = time.GetUtcNow();
        lock (_gate)
        {
            if (!_series.TryGetValue(key, out var series))
            {
                if (_series.Count >= MaximumSeries)
                {
                    Interlocked.Increment(ref _refused);
                    return;
                }
                series = _series[key] = new Series(metric.Namespace, metric.Name, metric.Dimensions);
            }
            series.Add(Minute(metric.Time), metric.Value, Minute(now - Retention), Minute(now + Ahead));
        }
    }

    /// <summary>What was put between two instants, to the minute (<paramref name="until"/> exclusive), or null when nothing was.</summary>
    public MetricAggregate? Read(
        string @namespace, string name, IReadOnlyDictionary<string, string> dimensions, DateTimeOffset from, DateTimeOffset until)
    {
        lock (_gate)
        {
            return _series.TryGetValue(Key(@namespace, name, dimensions), out var series)
                ? series.Between(Minute(from), Minute(until))
                : null;
        }
    }

    /// <summary>Totals since start-up of every series with this namespace and name; null means any.</summary>
    public IReadOnlyList<MetricTotal> Totals(string? @namespace = null, string? name = null)
    {
        lock (_gate)
        {
            return
            [
                .. _series.Values
                    .Where(series => Is(series.Namespace, @namespace) && Is(series.Name, name))
                    .Select(series => new MetricTotal(series.Namespace, series.Name, series.Dimensions, series.Total))
                    .OrderBy(total => Key(total.Namespace, total.Name, total.Dimensions), StringComparer.Ordinal),
            ];
        }
    }

    private static bool Is(string value, string? wanted) => wanted is null || string.Equals(value, wanted, StringComparison.Ordinal);

    private static long Minute(DateTimeOffset time) => time.ToUnixTimeSeconds() / 60;

    // The unit separator cannot occur in CloudWatch names.
    private static string Key(string @namespace, string name, IReadOnlyDictionary<string, string> dimensions) =>
        string.Join(
            '\u001f', [@namespace, name, .. dimensions.OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => $"{d.Key}={d.Value}")]);

    private sealed class Series(string @namespace, string name, IReadOnlyDictionary<string, string> dimensions)
    {
        private readonly SortedDictionary<long, MetricAggregate> _minutes = [];

        public string Namespace => @namespace;
        public string Name => name;
        public IReadOnlyDictionary<string, string> Dimensions => dimensions;
        public MetricAggregate Total { get; private set; }

        public void Add(long minute, double value, long oldest, long newest)
        {
            Total = Total.With(value);
            if (minute < oldest || minute > newest)
            {
                return;
            }

            _minutes[minute] = _minutes.GetValueOrDefault(minute).With(value);
            while (_minutes.Keys.First() < oldest)
            {
                _minutes.Remove(_minutes.Keys.First());
            }
        }

        public MetricAggregate? Between(long from, long until)
        {
            var sum = default(MetricAggregate);
            foreach (var (minute, aggregate) in _minutes)
            {
                if (minute >= from && minute < until)
                {
                    sum = sum.With(aggregate);
                }
            }
            return sum.Count == 0 ? null : sum;
        }
    }
}

/// <summary>A series' total since start-up.</summary>
public sealed record MetricTotal(string Namespace, string Name, IReadOnlyDictionary<string, string> Dimensions, MetricAggregate Value);

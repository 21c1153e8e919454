namespace Waybill.Local.Metrics;

/// <summary>The metrics there are, at most so many of them, each unit a series with a number of its own; guarded by its store.</summary>
internal sealed class MetricSet(int mostSeries)
{
    private readonly Dictionary<string, MetricSeries> _metrics = new(StringComparer.Ordinal);
    private int _lastNumber;
    private int _series;

    public IEnumerable<MetricSeries> All => _metrics.Values;

    /// <summary>By account, region, namespace, name and dimensions.</summary>
    public IEnumerable<MetricSeries> Sorted => _metrics.Values.OrderBy(metric => metric.Id.Key, StringComparer.Ordinal);

    public MetricSeries? Find(MetricId id) => _metrics.GetValueOrDefault(id.Key);

    /// <summary>The series of a metric and unit, which is made if there is none; null when there are too many.</summary>
    public (MetricSeries Metric, UnitSeries Series)? Place(MetricId id, string unit)
    {
        var metric = Find(id);
        if (metric?.Find(unit) is { } known)
        {
            return (metric, known);
        }

        if (_series >= mostSeries)
        {
            return null;
        }

        metric ??= _metrics[id.Key] = new MetricSeries(id);
        _series++;
        return (metric, metric.Add(++_lastNumber, unit));
    }

    /// <summary>Takes over a series that an earlier run has numbered.</summary>
    public UnitSeries Load(int number, MetricId id, string unit)
    {
        _lastNumber = Math.Max(_lastNumber, number);
        var metric = Find(id) ?? (_metrics[id.Key] = new MetricSeries(id));
        if (metric.Find(unit) is { } known)
        {
            return known; // It had been forgotten, and got another number when it came back.
        }

        _series++;
        return metric.Add(number, unit);
    }

    /// <summary>Forgets what was before a minute, and metrics of which nothing is left and this run has seen nothing.</summary>
    public void Forget(long before)
    {
        foreach (var metric in _metrics.Values.ToList())
        {
            foreach (var series in metric.Units.ToList())
            {
                series.Runs.Forget(before);
                if (series.Runs.IsEmpty && metric.Total.Count == 0)
                {
                    metric.Remove(series);
                    _series--;
                }
            }

            if (!metric.Units.Any())
            {
                _metrics.Remove(metric.Id.Key);
            }
        }
    }

    /// <summary>Forgets everything but which numbers have been given.</summary>
    public void Clear()
    {
        _metrics.Clear();
        _series = 0;
    }
}

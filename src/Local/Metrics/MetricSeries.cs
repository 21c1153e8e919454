namespace Waybill.Local.Metrics;

/// <summary>A metric: what it was by the minute in each unit, and a total since start-up; guarded by its store.</summary>
internal sealed class MetricSeries(MetricId id)
{
    private readonly SortedDictionary<string, UnitSeries> _byUnit = new(StringComparer.Ordinal);

    public MetricId Id => id;

    public MetricAggregate Total { get; private set; }

    public IEnumerable<UnitSeries> Units => _byUnit.Values;

    /// <summary>The newest minute that has data, or null.</summary>
    public long? Newest => _byUnit.Values.Max(series => series.Runs.Newest);

    public UnitSeries? Find(string unit) => _byUnit.GetValueOrDefault(unit);

    public UnitSeries Add(int number, string unit) => _byUnit[unit] = new UnitSeries(number, id, unit);

    public void Remove(UnitSeries series) => _byUnit.Remove(series.Unit);

    public void Count(Distribution values) => Total = Total.With(values.Aggregate());

    /// <summary>Every minute with data of one unit, or of all, between two minutes.</summary>
    public IEnumerable<(string Unit, long Minute, Distribution Values)> Between(string? unit, long from, long until)
    {
        foreach (var series in _byUnit.Values.Where(series => unit is null || series.Unit == unit))
        {
            foreach (var (first, last, values) in series.Runs.Between(from, until))
            {
                for (var minute = first; minute <= last; minute++)
                {
                    yield return (series.Unit, minute, values);
                }
            }
        }
    }
}

/// <summary>A metric in one unit.</summary>
/// <param name="number">Stands for it in the file.</param>
/// <param name="id">The metric.</param>
/// <param name="unit">One of <see cref="Units"/>.</param>
internal sealed class UnitSeries(int number, MetricId id, string unit)
{
    public int Number => number;

    public MetricId Id => id;

    public string Unit => unit;

    public MinuteRuns Runs { get; } = new();
}

namespace Waybill.Local.Metrics;

/// <summary>A metric's data points, one distribution a minute and unit, and a total since start-up; guarded by its store.</summary>
internal sealed class MetricSeries(MetricId id)
{
    private readonly SortedDictionary<string, List<Minute>> _byUnit = new(StringComparer.Ordinal);

    public MetricId Id => id;

    public MetricAggregate Total { get; private set; }

    public int Units => _byUnit.Count;

    /// <summary>The newest minute that has data, or null.</summary>
    public long? Newest => _byUnit.Values.Max(minutes => minutes.Count == 0 ? null : (long?)minutes[^1].Number);

    public bool Has(string unit) => _byUnit.ContainsKey(unit);

    public void Add(MetricSample sample, long minute, long oldest, long newest)
    {
        Total = Total.With(sample.Values.Aggregate());
        if (!_byUnit.TryGetValue(sample.Unit, out var minutes))
        {
            minutes = _byUnit[sample.Unit] = [];
        }

        if (minute < oldest || minute > newest)
        {
            return;
        }

        At(minutes, minute).Add(sample.Values);
        minutes.RemoveRange(0, FirstFrom(minutes, oldest));
    }

    /// <summary>Every minute with data of one unit, or of all, between two minutes.</summary>
    public IEnumerable<(string Unit, long Minute, Distribution Values)> Between(string? unit, long from, long until) =>
        from series in _byUnit
        where unit is null || series.Key == unit
        let first = FirstFrom(series.Value, @from)
        from minute in series.Value.Skip(first).TakeWhile(minute => minute.Number < until)
        select (series.Key, minute.Number, minute.Values);

    private static Distribution At(List<Minute> minutes, long number)
    {
        var index = FirstFrom(minutes, number);
        if (index == minutes.Count || minutes[index].Number != number)
        {
            minutes.Insert(index, new Minute(number, new Distribution()));
        }

        return minutes[index].Values;
    }

    /// <summary>The index of the first minute that is not before <paramref name="number"/>.</summary>
    private static int FirstFrom(List<Minute> minutes, long number)
    {
        var (low, high) = (0, minutes.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = minutes[middle].Number < number ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private sealed record Minute(long Number, Distribution Values);
}

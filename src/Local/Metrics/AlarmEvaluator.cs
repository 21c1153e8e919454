using Waybill.Local.Account;

namespace Waybill.Local.Metrics;

/// <summary>Watches the metric alarms: each full minute it samples, looks at those there are, and says what it found.</summary>
internal sealed class AlarmEvaluator : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Func<IEnumerable<Alarms>> _alarms;
    private readonly MetricStore _metrics;
    private readonly Action<DateTimeOffset> _sample;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _looking = new();

    /// <param name="alarms">The alarms of each account and region, which come and go.</param>
    /// <param name="metrics">Where their data points are.</param>
    /// <param name="sample">Puts the gauges, as they are, into the minute it is given, just before the alarms are looked at.</param>
    /// <param name="time">The clock.</param>
    public AlarmEvaluator(
        Func<IEnumerable<Alarms>> alarms, MetricStore metrics, Action<DateTimeOffset> sample, TimeProvider time)
    {
        _alarms = alarms;
        _metrics = metrics;
        _sample = sample;
        _time = time;
        var now = time.GetUtcNow();
        _timer = time.CreateTimer(_ => Tick(), null, Interval - TimeSpan.FromTicks(now.Ticks % Interval.Ticks), Interval);
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Tick()
    {
        // A timer may fire a little early or late: the minute meant is the nearest. It may also fire while the last look takes long.
        lock (_looking)
        {
            var end = Minute(_time.GetUtcNow() + (Interval / 2));
            _sample(end - Interval);
            foreach (var alarms in _alarms())
            {
                foreach (var record in alarms.All)
                {
                    if (record.Definition is MetricAlarm alarm)
                    {
                        Look(alarms, alarm, record.Status.State, end);
                    }
                }
            }
        }
    }

    private void Look(Alarms alarms, MetricAlarm alarm, string current, DateTimeOffset end)
    {
        var statistic = Statistic.Named(alarm.Statistic)!;
        var points = Points(alarm, statistic, end);
        if (alarm.EvaluateLowSampleCountPercentile == "ignore"
            && points.Exists(point => point.Value is not null && statistic.NeedsMoreThan(point.SampleCount)))
        {
            return;
        }

        var state = AlarmRules.Decide(alarm, [.. points.Select(point => point.Value)], current);
        if (state != current)
        {
            alarms.Evaluated(
                alarm, state,
                before => (AlarmReason.Explain(alarm, points, before.State, state), AlarmReason.Data(alarm, points, _time.GetUtcNow())),
                end);
        }
    }

    private List<AlarmPoint> Points(MetricAlarm alarm, Statistic statistic, DateTimeOffset end)
    {
        var range = AlarmRules.Range(alarm);
        var from = end - (alarm.Period * range);
        var id = new MetricId(Scope.Of(alarm.Arn), alarm.Namespace, alarm.MetricName, alarm.Dimensions);
        var byStart = new Dictionary<DateTimeOffset, Distribution>();
        foreach (var point in _metrics.Points(id, alarm.Unit, from, end, alarm.Period))
        {
            // Without a unit, CloudWatch says, what an alarm does about several is not defined: here they count together.
            if (!byStart.TryAdd(point.Start, point.Values))
            {
                byStart[point.Start].Add(point.Values);
            }
        }

        return [.. Enumerable.Range(0, range).Select(n => from + (alarm.Period * n)).Select(start =>
            byStart.TryGetValue(start, out var values)
                ? new AlarmPoint(start, statistic.Of(values), values.Count)
                : new AlarmPoint(start, null, 0))];
    }

    private static DateTimeOffset Minute(DateTimeOffset time) => new(time.Ticks - (time.Ticks % Interval.Ticks), TimeSpan.Zero);
}

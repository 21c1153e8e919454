using Waybill.Local.Account;
using Waybill.Local.Machine;

namespace Waybill.Local.Metrics;

/// <summary>Watches the template's alarms: each full minute it samples, looks, and reports what changed.</summary>
internal sealed class AlarmEvaluator : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly MetricStore _metrics;
    private readonly Action<DateTimeOffset> _sample;
    private readonly Action<AlarmChange> _onChange;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private readonly List<(Alarm Definition, AlarmStatus Status)> _alarms;

    /// <param name="alarms">The template's alarms.</param>
    /// <param name="metrics">Where their data points are.</param>
    /// <param name="sample">Puts the gauges, as they are, into the minute it is given, just before the alarms are looked at.</param>
    /// <param name="onChange">Hears of each change of state; must not throw.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="UnsupportedAlarmException">An alarm cannot be evaluated here; the message names all such.</exception>
    public AlarmEvaluator(
        IEnumerable<Alarm> alarms, MetricStore metrics, Action<DateTimeOffset> sample, Action<AlarmChange> onChange, TimeProvider time)
    {
        _metrics = metrics;
        _sample = sample;
        _onChange = onChange;
        _time = time;
        var now = time.GetUtcNow();
        _alarms = [.. alarms.Select(alarm => (alarm, new AlarmStatus(alarm.Name, AlarmState.InsufficientData, "Not looked at yet.", now)))];
        var unsupported = _alarms.Select(alarm => (alarm.Definition.Name, Why: AlarmRules.WhyUnsupported(alarm.Definition)))
            .Where(alarm => alarm.Why is not null).ToList();
        if (unsupported.Count > 0)
        {
            throw new UnsupportedAlarmException(
                "Laptop mode cannot evaluate " + string.Join("; ", unsupported.Select(alarm => $"alarm {alarm.Name}: {alarm.Why}")) + ".");
        }

        _timer = time.CreateTimer(_ => Tick(), null, Interval - TimeSpan.FromTicks(now.Ticks % Interval.Ticks), Interval);
    }

    /// <summary>Every alarm's state.</summary>
    public IReadOnlyList<AlarmStatus> Alarms
    {
        get
        {
            lock (_gate)
            {
                return [.. _alarms.Select(alarm => alarm.Status)];
            }
        }
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Tick()
    {
        // A timer may fire a little early or late: the minute meant is the nearest.
        var end = Minute(_time.GetUtcNow() + (Interval / 2));
        _sample(end - Interval);
        var changes = new List<AlarmChange>();
        lock (_gate)
        {
            for (var i = 0; i < _alarms.Count; i++)
            {
                var (alarm, before) = _alarms[i];
                var points = Points(alarm, end);
                var state = AlarmRules.Decide(alarm, points, before.State);
                if (string.Equals(state, before.State, StringComparison.Ordinal))
                {
                    continue;
                }

                var reason = AlarmRules.Explain(alarm, points);
                _alarms[i] = (alarm, new AlarmStatus(alarm.Name, state, reason, end));
                changes.Add(new AlarmChange(alarm.Name, before.State, state, reason, end));
            }
        }
        changes.ForEach(_onChange);
    }

    private List<double?> Points(Alarm alarm, DateTimeOffset end)
    {
        var statistic = AlarmRules.Statistic(alarm.Statistic)!;
        var points = new List<double?>();
        for (var ago = AlarmRules.Range(alarm); ago >= 1; ago--)
        {
            var from = end - (alarm.Period * ago);
            var aggregate = _metrics.Read(alarm.Namespace, alarm.MetricName, alarm.Dimensions, from, from + alarm.Period);
            points.Add(aggregate is { } some ? statistic(some) : null);
        }
        return points;
    }

    private static DateTimeOffset Minute(DateTimeOffset time) => new(time.Ticks - (time.Ticks % Interval.Ticks), TimeSpan.Zero);
}

/// <summary>The templates hold alarms that laptop mode does not evaluate; the message names them all.</summary>
internal sealed class UnsupportedAlarmException(string message) : LaptopStartException(message);

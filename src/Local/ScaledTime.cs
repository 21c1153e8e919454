namespace Waybill.Local;

/// <summary>A clock that runs so many times as fast, for demonstrations: waits are shorter, and times are ahead of the real ones.</summary>
public sealed class ScaledTime : TimeProvider
{
    private readonly TimeProvider _real;
    private readonly double _scale;
    private readonly DateTimeOffset _start;
    private readonly long _startTimestamp;

    /// <param name="real">The clock it follows.</param>
    /// <param name="scale">Seconds of this clock in one of that; at least 1.</param>
    public ScaledTime(TimeProvider real, double scale)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 1);
        (_real, _scale) = (real, scale);
        (_start, _startTimestamp) = (real.GetUtcNow(), real.GetTimestamp());
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _start + (_real.GetElapsedTime(_startTimestamp) * _scale);

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Timer(_real.CreateTimer(callback, state, Real(dueTime), Real(period)), this);

    private TimeSpan Real(TimeSpan time) => time <= TimeSpan.Zero ? time : time / _scale;

    private sealed class Timer(ITimer real, ScaledTime time) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => real.Change(time.Real(dueTime), time.Real(period));

        public void Dispose() => real.Dispose();

        public ValueTask DisposeAsync() => real.DisposeAsync();
    }
}

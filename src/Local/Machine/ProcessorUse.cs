using System.ComponentModel;
using System.Diagnostics;

namespace Waybill.Local.Machine;

/// <summary>Looks once a second how busy this process and those it started keep the machine's processors.</summary>
/// <remarks>What other programs do is not looked at: each system tells that in a way of its own.</remarks>
internal sealed class ProcessorUse : IAsyncDisposable
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>From here on another process would only take from the others.</summary>
    private const double Busy = 0.9;

    private readonly Func<IEnumerable<int>> _started;
    private readonly Func<int?> _dynamoDb;
    private readonly Action<ProcessorLook> _onLook;
    private readonly Func<int, TimeSpan?> _usedBy;
    private readonly TimeProvider _time;
    private readonly Dictionary<int, TimeSpan> _before = [];
    private readonly ITimer _timer;
    private long _lookedAt;
    private ProcessorLook _last = new(0, IsMachineBusy: true, IsDynamoDbBusy: false);

    /// <param name="started">The ids of the processes it started.</param>
    /// <param name="dynamoDb">The id of DynamoDB's, which works on one processor at a time; null when that is elsewhere.</param>
    /// <param name="onLook">Hears what was seen; must neither throw nor wait.</param>
    /// <param name="usedBy">The processor time that a process has used; null when it has ended. The system's answer when null.</param>
    /// <param name="time">The clock of looks; the machine's when null.</param>
    public ProcessorUse(
        Func<IEnumerable<int>> started, Func<int?> dynamoDb, Action<ProcessorLook> onLook, Func<int, TimeSpan?>? usedBy = null,
        TimeProvider? time = null)
    {
        (_started, _dynamoDb, _onLook, _usedBy, _time) = (started, dynamoDb, onLook, usedBy ?? TimeOf, time ?? TimeProvider.System);
        _lookedAt = _time.GetTimestamp();
        _timer = _time.CreateTimer(_ => Look(), null, Period, Period);
    }

    /// <summary>The number of the last look, if it found processors idle.</summary>
    public long? LookThatFoundTime() => Volatile.Read(ref _last) is { IsMachineBusy: false } look ? look.Number : null;

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Look()
    {
        lock (_before)
        {
            var elapsed = _time.GetElapsedTime(_lookedAt);
            if (elapsed < Period / 2)
            {
                return; // The timer was late, and makes up for it.
            }

            _lookedAt = _time.GetTimestamp();
            var dynamoDb = _dynamoDb();
            var ids = _started().Append(Environment.ProcessId).Concat(dynamoDb is { } one ? [one] : []).Distinct().ToList();
            var used = ids.ToDictionary(id => id, Since);
            foreach (var ended in _before.Keys.Except(ids).ToList())
            {
                _before.Remove(ended);
            }

            var all = used.Values.Aggregate(TimeSpan.Zero, (sum, time) => sum + time);
            var look = new ProcessorLook(
                _last.Number + 1, all >= Busy * Environment.ProcessorCount * elapsed,
                dynamoDb is { } server && used[server] >= Busy * elapsed);
            Volatile.Write(ref _last, look);
            _onLook(look);
        }
    }

    /// <summary>What a process has used since the last look; all that it used, if it is new.</summary>
    private TimeSpan Since(int id)
    {
        if (_usedBy(id) is not { } now)
        {
            return TimeSpan.Zero;
        }

        var used = now - _before.GetValueOrDefault(id);
        _before[id] = now;
        return used < TimeSpan.Zero ? TimeSpan.Zero : used; // Its id was another's.
    }

    /// <summary>The processor time that a process has used; null when there is none with the id.</summary>
    internal static TimeSpan? TimeOf(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return process.TotalProcessorTime;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }
}

/// <summary>What one look saw.</summary>
/// <param name="Number">Counts the looks.</param>
/// <param name="IsMachineBusy">Whether hardly a processor had time.</param>
/// <param name="IsDynamoDbBusy">Whether DynamoDB used as much of one processor as it can.</param>
internal sealed record ProcessorLook(long Number, bool IsMachineBusy, bool IsDynamoDbBusy);

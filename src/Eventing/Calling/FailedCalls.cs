namespace Waybill.Eventing.Calling;

/// <summary>The calls to others that failed while one event was handled.</summary>
internal sealed class FailedCalls
{
    /// <summary>A consumer that tries again and again is not to fill its log.</summary>
    private const int Most = 10;

    private static readonly AsyncLocal<FailedCalls?> Flow = new();

    private readonly Lock _gate = new();
    private readonly List<string> _all = [];

    /// <summary>Those of the event that is being handled here; null when none is.</summary>
    public static FailedCalls? Current => Flow.Value;

    public IReadOnlyList<string> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _all];
            }
        }
    }

    /// <summary>Begins to note what the caller, and whatever it calls, has failing.</summary>
    public static FailedCalls Begin() => Flow.Value = new FailedCalls();

    public void Note(string call)
    {
        lock (_gate)
        {
            if (_all.Count < Most)
            {
                _all.Add(call);
            }
        }
    }
}

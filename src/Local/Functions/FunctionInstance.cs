using Waybill.Local.Machine;

namespace Waybill.Local.Functions;

/// <summary>One process of a function, and where it is in its life; its <see cref="FunctionHost"/> guards it with a lock.</summary>
internal sealed class FunctionInstance(string id)
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Id => id;

    /// <summary>Completes at the first request for an event, and fails when the process ends before it.</summary>
    public Task Ready => _ready.Task;

    public ChildProcess Process { get; set; } = null!;

    /// <summary>What it is working on.</summary>
    public Invocation? Current { get; set; }

    /// <summary>Ends <see cref="Current"/> at its deadline.</summary>
    public ITimer? Deadline { get; set; }

    /// <summary>Whether it is to get no more events: it ended, or is being ended on purpose.</summary>
    public bool Leaving { get; set; }

    /// <summary>What it reported to <c>init/error</c>.</summary>
    public string? StartError { get; set; }

    public void SetReady() => _ready.TrySetResult();

    public void SetFailed(FunctionStartException failure)
    {
        if (_ready.TrySetException(failure))
        {
            _ = _ready.Task.Exception; // observed: nobody has to await an instance started under backlog
        }
    }
}

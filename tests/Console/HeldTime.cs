namespace Waybill.WebConsole.Tests;

/// <summary>The real clock, whose timers wait while it is held: what takes an account minutes takes as long as a person needs.</summary>
internal sealed class HeldTime : TimeProvider
{
    private volatile Task _released = Task.CompletedTask;

    /// <summary>Holds it until what is returned is disposed.</summary>
    public IDisposable Hold()
    {
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _released = released.Task;
        return new Held(released);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(_ => _ = FireAsync(callback, state), null, dueTime, period);

    private async Task FireAsync(TimerCallback callback, object? state)
    {
        await _released;
        callback(state);
    }

    private sealed class Held(TaskCompletionSource released) : IDisposable
    {
        public void Dispose() => released.TrySetResult();
    }
}

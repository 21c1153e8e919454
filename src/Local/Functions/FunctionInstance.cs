using Waybill.Local.Machine;

namespace Waybill.Local.Functions;

/// <summary>One process of a function, and what the Runtime API does for it;
/// guarded by the lock of its <see cref="FunctionInstances"/>.</summary>
internal sealed class FunctionInstance(string id, FunctionInstances instances)
{
    /// <summary>What a debugged function is told it has. It may take longer; but a claim on an event lasts as long as that, and when the
    /// function is ended in the middle, the event waits for the claim.</summary>
    private static readonly TimeSpan DebuggedTimeout = TimeSpan.FromHours(1);

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Invocation? _current;
    private ITimer? _deadline;
    private ITimer? _doom;
    private volatile InvocationLog? _log;

    public string Id => id;

    /// <summary>Completes at the first request for an event, and fails when the process ends before it.</summary>
    public Task Ready => _ready.Task;

    public ChildProcess Process { get; set; } = null!;

    /// <summary>Whether it is to get no more events: it ended, or is being ended on purpose.</summary>
    public bool Leaving { get; set; }

    /// <summary>Whether chaos has ended it.</summary>
    public bool Killed { get; private set; }

    /// <summary>What it reported to <c>init/error</c>.</summary>
    public string? StartError { get; set; }

    private TimeProvider Time => instances.Options.Time;

    private TimeProvider WorkTime => instances.Options.WorkTime;

    public void SetReady() => _ready.TrySetResult();

    public void SetFailed(FunctionStartException failure)
    {
        if (_ready.TrySetException(failure))
        {
            _ = _ready.Task.Exception; // observed: nobody has to await an instance started under backlog
        }
    }

    /// <summary>Waits for work, as long as it takes; null when the instance is being ended instead.</summary>
    /// <exception cref="InvalidOperationException">The instance has not answered its last invocation.</exception>
    public async Task<Work?> NextAsync(CancellationToken gone)
    {
        lock (instances.Gate)
        {
            if (_current is not null)
            {
                throw new InvalidOperationException(
                    $"Transition from Running to Ready is not allowed: invocation {_current.RequestId} has no answer yet.");
            }

            instances.Started(this);
        }

        while (true)
        {
            using var idle = new CancellationTokenSource(instances.Options.IdleTime, Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(idle.Token, gone, instances.Stopping);
            try
            {
                var invocation = await instances.Waiting.Reader.ReadAsync(either.Token);
                if (invocation.Result.IsCompleted)
                {
                    continue;
                }

                if (Begin(invocation) is { } work)
                {
                    await invocation.Request.OnBegun();
                    return work;
                }

                return null;
            }
            catch (OperationCanceledException)
            {
                if (gone.IsCancellationRequested || instances.IsStopping || instances.TryRetire(this))
                {
                    return null;
                }
            }
        }
    }

    /// <summary>A line of its log, which belongs to the invocation that it has begun last.</summary>
    public void Hear(string line) => _log?.Add(line);

    /// <summary>Takes the answer to the current invocation; false when <paramref name="requestId"/> is not that.</summary>
    public bool TryAnswer(string requestId, InvocationResult result)
    {
        Invocation? doomed;
        lock (instances.Gate)
        {
            if (!string.Equals(_current?.RequestId, requestId, StringComparison.Ordinal))
            {
                return false;
            }

            doomed = _doom is null ? null : _current;
            if (doomed is null)
            {
                Finish(result);
            }
        }

        if (doomed is not null)
        {
            Kill(doomed);
            return true;
        }

        if (result.Outcome == InvocationOutcome.Failed)
        {
            instances.Output.Log(this, $"Invocation {requestId} failed: {result.Error}", isError: true);
        }

        return true;
    }

    /// <summary>Ends the current invocation. To be called under the lock.</summary>
    public void Finish(InvocationResult result)
    {
        if (_current is { } invocation)
        {
            Report(invocation);
            invocation.TryComplete(result);
        }

        _current = null;
        _deadline?.Dispose();
        _deadline = null;
        _doom?.Dispose();
        _doom = null;
    }

    /// <summary>Ends a process that has had time enough to ask for its first event and has not.</summary>
    public void EndIfLate()
    {
        if (!Ready.IsCompleted)
        {
            StartError = $"it did not ask for an event within {instances.Options.StartTime.TotalSeconds:0} seconds";
            Process.Kill();
        }
    }

    private Work? Begin(Invocation invocation)
    {
        lock (instances.Gate)
        {
            if (Leaving)
            {
                // It ended between asking and getting: somebody else does it.
                instances.Waiting.Writer.TryWrite(invocation);
                instances.LaunchWhereNeeded();
                return null;
            }

            var now = Time.GetUtcNow();
            var timeout = instances.IsDebugged ? DebuggedTimeout : instances.Function.Timeout;
            invocation.StartedAt = now;
            _current = invocation;
            _log = invocation.Request.Log;
            _log?.Begin(invocation.RequestId, Process.Id);
            _deadline = instances.IsDebugged
                ? null
                : WorkTime.CreateTimer(_ => TimeOut(invocation), null, timeout, Timeout.InfiniteTimeSpan);
            _doom = instances.Options.Chaos.KillsAfter(instances.Function.Name) is { } after
                ? WorkTime.CreateTimer(_ => Kill(invocation), null, after, Timeout.InfiniteTimeSpan)
                : null;
            instances.Output.Keep(this, $"START RequestId: {invocation.RequestId} Version: $LATEST");
            return new Work(invocation, WorkTime.GetUtcNow() + timeout);
        }
    }

    /// <summary>Logs the end of an invocation as Lambda does, but for the memory used, which nobody measures here.</summary>
    /// <remarks>The last lines of the process itself may come later: they are on their way through a pipe.</remarks>
    private void Report(Invocation invocation)
    {
        var took = (Time.GetUtcNow() - invocation.StartedAt!.Value).TotalMilliseconds;
        instances.Output.Keep(this, $"END RequestId: {invocation.RequestId}");
        instances.Output.Keep(this, FormattableString.Invariant(
            $"REPORT RequestId: {invocation.RequestId}\tDuration: {took:0.00} ms\tBilled Duration: {Math.Ceiling(took):0} ms\t")
            + FormattableString.Invariant($"Memory Size: {instances.Function.MemoryMegabytes} MB\t"));
    }

    /// <summary>Ends the process as if the machine had gone; what becomes of the invocation is settled when it has ended.</summary>
    private void Kill(Invocation invocation)
    {
        lock (instances.Gate)
        {
            if (_current != invocation || Killed)
            {
                return;
            }

            Killed = true;
        }

        instances.Output.Log(
            this, $"chaos: killed in the middle of {invocation.RequestId}; a new one is started when there is work.", isError: true);
        Process.Kill();
    }

    private void TimeOut(Invocation invocation)
    {
        var message = FormattableString.Invariant($"Task timed out after {instances.Function.Timeout.TotalSeconds:0.00} seconds");
        lock (instances.Gate)
        {
            if (_current != invocation)
            {
                return;
            }

            instances.Leave(this);
            Finish(InvocationResult.Failure("Sandbox.Timedout", $"RequestId: {invocation.RequestId} Error: {message}"));
            instances.LaunchWhereNeeded();
        }

        instances.Output.Log(this, $"{invocation.RequestId} {message}", isError: true);
        Process.Kill();
    }
}

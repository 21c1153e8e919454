using System.Globalization;
using System.Threading.Channels;
using Waybill.Local.Account;
using Waybill.Local.Machine;
using Waybill.Local.Metrics;

namespace Waybill.Local.Functions;

/// <summary>A function's processes: one for each open invocation, within the limits;
/// one that ends is replaced when there is work.</summary>
internal sealed class FunctionInstances(Function function, FunctionHostOptions options) : IAsyncDisposable
{
    /// <summary>How a process ends at the terminal's Ctrl-C, which reaches functions as it reaches laptop mode:
    /// no news, laptop mode ends, too.</summary>
    private const int Interrupted = 130;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stopping = new(); // Not disposed: a late request may still look at it.
    private readonly StartFailures _failures = new(options.Time);
    private readonly List<FunctionInstance> _instances = [];
    private readonly HashSet<Task> _background = [];
    private readonly FunctionScale _scale = new(options);
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Function _function = function;
    private bool _draining;
    private int _open;
    private int _launched;
    private bool _paused;

    public Function Function
    {
        get => _function;
        set => _function = value;
    }

    public FunctionHostOptions Options => options;

    /// <summary>Guards what is known of the instances, here and in each of them.</summary>
    public Lock Gate { get; } = new();

    /// <summary>What no instance has taken yet.</summary>
    public Channel<Invocation> Waiting { get; } = Channel.CreateUnbounded<Invocation>();

    public CancellationToken Stopping => _stopping.Token;

    public bool IsStopping => _draining || _stopping.IsCancellationRequested;

    /// <summary>Host and port where functions reach the Runtime API and every AWS API.</summary>
    public string Address { get; set; } = "";

    public IReadOnlyList<int> ProcessIds
    {
        get
        {
            lock (Gate)
            {
                return [.. _instances.Select(instance => instance.Process.Id)];
            }
        }
    }

    public FunctionInstance? Find(string id)
    {
        lock (Gate)
        {
            return _instances.Find(instance => string.Equals(instance.Id, id, StringComparison.Ordinal));
        }
    }

    /// <summary>Starts the first instance; the task completes when it asks for work, and fails when it ends instead.</summary>
    public Task StartAsync(string address)
    {
        Address = address;
        lock (Gate)
        {
            ObjectDisposedException.ThrowIf(IsStopping, this);
            return Launch().Ready;
        }
    }

    /// <summary>Takes an invocation in and sees to it that somebody will take it; false when there are enough, or all is ending.</summary>
    public bool TryOpen(Invocation invocation, int limit)
    {
        lock (Gate)
        {
            if (IsStopping || _open >= limit)
            {
                return false;
            }

            _open++;
            if (_open > Most)
            {
                _scale.Ask();
            }

            Waiting.Writer.TryWrite(invocation);
            LaunchWhereNeeded();
            return true;
        }
    }

    /// <summary>One invocation has ended.</summary>
    public void Close()
    {
        lock (Gate)
        {
            _open--;
            CompleteDrained();
        }
    }

    /// <summary>Takes nothing more; the task completes when the last invocation has ended.</summary>
    public Task DrainAsync()
    {
        lock (Gate)
        {
            _draining = true;
            CompleteDrained();
        }

        return _drained.Task;
    }

    public async ValueTask DisposeAsync()
    {
        // A signal ends a function at once, so what has begun is given time to end before; what waits is not begun any more.
        var drained = DrainAsync();
        CompleteWaiting(InvocationResult.Stopped);
        await Task.WhenAny(drained, Task.Delay(Grace, TimeProvider.System));
        await _stopping.CancelAsync();
        List<FunctionInstance> leaving;
        lock (Gate)
        {
            leaving = [.. _instances];
            leaving.ForEach(Leave);
        }

        await Task.WhenAll(leaving.Select(instance => instance.Process.StopAsync(Grace)));
        Task[] background;
        lock (Gate)
        {
            background = [.. _background];
        }

        await Task.WhenAll(background);
    }

    /// <summary>Whether a debugger is, or will be, attached to the one process.</summary>
    public bool IsDebugged => options.Debugged == Function.Arn;

    /// <summary>How many there may be now.</summary>
    public int Most
    {
        get
        {
            lock (Gate)
            {
                return IsDebugged ? 1 : _scale.Within(Function.ReservedConcurrency ?? int.MaxValue);
            }
        }
    }

    /// <summary>Calls that a process has, or the next that is free will have.</summary>
    public int UnderWay
    {
        get
        {
            lock (Gate)
            {
                return Math.Min(_open, Most);
            }
        }
    }

    /// <summary>Somebody has work for one more than there may be.</summary>
    public void Grow()
    {
        lock (Gate)
        {
            _scale.Ask();
        }
    }

    /// <summary>One instance for each open invocation, within the limit. To be called under the lock, as the next two are.</summary>
    public void LaunchWhereNeeded()
    {
        if (_paused || IsStopping)
        {
            return;
        }

        if (_failures.MustWait && _instances.Count == 0)
        {
            CompleteWaiting(InvocationResult.Failure("Runtime.ExitError", _failures.Last));
            return;
        }

        while (_instances.Count < Math.Min(_open, Most))
        {
            try
            {
                Launch();
            }
            catch (FunctionStartException failure)
            {
                Log(null, failure.Message, isError: true);
                CountStartFailure(failure.Message);
                return;
            }
        }
    }

    public void Leave(FunctionInstance instance)
    {
        instance.Leaving = true;
        _instances.Remove(instance);
    }

    /// <summary>Notes that an instance got so far as to ask for work.</summary>
    public void Started(FunctionInstance instance)
    {
        instance.SetReady();
        _failures.Clear();
    }

    /// <summary>Ends an instance that had nothing to do for long, unless it is the last.</summary>
    public bool TryRetire(FunctionInstance instance)
    {
        lock (Gate)
        {
            if (_instances.Count <= 1)
            {
                return false;
            }

            _scale.GiveBack();
            Leave(instance);
        }

        _ = instance.Process.StopAsync(Grace); // Its supervision waits for the end.
        return true;
    }

    public void Log(FunctionInstance? instance, string text, bool isError)
    {
        var line = LineReader.Shorten(text);
        options.OnLine(new FunctionLogLine(Function.Name, instance?.Process.Id ?? 0, isError, line));
        if (instance is not null)
        {
            Keep(instance, line);
        }
    }

    /// <summary>Puts a line into the function's log group, and nowhere else.</summary>
    public void Keep(FunctionInstance instance, string line) => options.OnLogged(Function, instance.Id, line);

    private void CompleteDrained()
    {
        if (_draining && _open == 0)
        {
            _drained.TrySetResult();
        }
    }

    private FunctionInstance Launch()
    {
        // Not just a number: a process left over from an earlier run must not be taken for one of this run's.
        var id = $"{options.Time.GetUtcNow().ToUnixTimeMilliseconds():x}-{(++_launched).ToString(CultureInfo.InvariantCulture)}";
        var instance = new FunctionInstance(id, this);
        instance.Process = FunctionProcess.Start(Function, id, Address, options, (line, isError) => OnLine(instance, line, isError));
        _instances.Add(instance);
        if (options.LogProcessIds)
        {
            Log(instance, $"started as process {instance.Process.Id}", isError: false);
        }

        KeepTrackOf(SuperviseAsync(instance));
        return instance;
    }

    private void KeepTrackOf(Task task)
    {
        _background.RemoveWhere(earlier => earlier.IsCompleted);
        _background.Add(task);
    }

    private void OnLine(FunctionInstance instance, string line, bool isError)
    {
        Keep(instance, line);
        if (!isError && EmfReader.Read(line, Scope.Of(Function.Arn)) is { } metrics)
        {
            foreach (var metric in metrics)
            {
                options.Metrics.Put(metric);
            }
        }
        else
        {
            instance.Hear(line);
            options.OnLine(new FunctionLogLine(Function.Name, instance.Process?.Id ?? 0, isError, line));
        }
    }

    private async Task SuperviseAsync(FunctionInstance instance)
    {
        await Task.Yield(); // The caller holds the lock.
        var startTime = IsDebugged ? Timeout.InfiniteTimeSpan : options.StartTime;
        using (options.WorkTime.CreateTimer(_ => instance.EndIfLate(), null, startTime, Timeout.InfiniteTimeSpan))
        {
            OnExited(instance, await instance.Process.Exited);
        }

        await instance.Process.DisposeAsync();
    }

    /// <summary>Settles what an ended process leaves behind.</summary>
    private void OnExited(FunctionInstance instance, int code)
    {
        lock (Gate)
        {
            var expected = instance.Leaving;
            Leave(instance);
            instance.Finish(IsStopping
                ? InvocationResult.Stopped
                : InvocationResult.Failure("Runtime.ExitError", $"Error: Runtime exited with error: exit status {code}"));
            if (expected)
            {
                instance.SetFailed(new FunctionStartException($"Function {Function.Name} was stopped while it started."));
            }
            else if (!instance.Ready.IsCompletedSuccessfully)
            {
                OnStartFailed(instance, instance.StartError ?? $"the process ended with exit code {code} before it asked for an event");
            }
            else
            {
                if (code != Interrupted && !instance.Killed)
                {
                    Log(
                        instance, $"The process ended by itself with exit code {code}; a new one is started when there is work.",
                        isError: true);
                }

                LaunchWhereNeeded();
            }
        }
    }

    private void OnStartFailed(FunctionInstance instance, string how)
    {
        var failure = $"Function {Function.Name} did not start: {how}.";
        Log(instance, failure, isError: true);
        if (instance.Process.LastErrors is { Length: > 0 } lines)
        {
            failure += $" Its last lines:{Environment.NewLine}{lines}";
        }

        instance.SetFailed(new FunctionStartException(failure));
        CountStartFailure(failure);
    }

    private void CountStartFailure(string failure)
    {
        if (_failures.Add(failure) is { } pause)
        {
            _paused = true;
            KeepTrackOf(ResumeAfterAsync(pause));
        }
        else if (_instances.Count == 0)
        {
            CompleteWaiting(InvocationResult.Failure("Runtime.ExitError", failure));
        }
    }

    private async Task ResumeAfterAsync(TimeSpan pause)
    {
        await Task.Delay(pause, options.Time, Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (Gate)
        {
            _paused = false;
            LaunchWhereNeeded();
        }
    }

    private void CompleteWaiting(InvocationResult result)
    {
        while (Waiting.Reader.TryRead(out var invocation))
        {
            invocation.TryComplete(result);
        }
    }
}

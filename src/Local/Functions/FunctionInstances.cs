using System.Threading.Channels;
using Waybill.Local.Account;

namespace Waybill.Local.Functions;

/// <summary>A function's processes: one for each open invocation, within the limits;
/// one that ends is replaced when there is work.</summary>
internal sealed class FunctionInstances : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stopping = new(); // Not disposed: a late request may still look at it.
    private readonly FunctionLaunches _launches;
    private readonly FunctionScale _scale;
    private readonly List<FunctionInstance> _instances = [];
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Function _function;
    private bool _draining;
    private int _open;

    public FunctionInstances(Function function, FunctionHostOptions options)
    {
        (_function, Options) = (function, options);
        (_launches, _scale, Output) = (new FunctionLaunches(this, options), new FunctionScale(options), new FunctionOutput(this, options));
    }

    public Function Function
    {
        get => _function;
        set => _function = value;
    }

    public FunctionHostOptions Options { get; }

    public FunctionOutput Output { get; }

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
        await _launches.EndedAsync();
    }

    /// <summary>Whether a debugger is, or will be, attached to the one process.</summary>
    public bool IsDebugged => Options.Debugged == Function.Arn;

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

    /// <summary>One instance for each open invocation, within the limit. To be called under the lock, as the next three are.</summary>
    public void LaunchWhereNeeded()
    {
        if (_launches.IsPaused || IsStopping)
        {
            return;
        }

        if (_launches.GivenUp is { } why && GiveUpIfNoneIsLeft(why))
        {
            return;
        }

        while (_instances.Count < Math.Min(_open, Most))
        {
            try
            {
                Launch();
            }
            catch (FunctionStartException exception)
            {
                Output.Log(null, exception.Message, isError: true);
                _launches.Failed(exception.Message);
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
    public void Started(FunctionInstance instance) => _launches.Started(instance);

    /// <summary>Answers those who wait for a process with why there will be none, unless there is one.</summary>
    /// <returns>Whether there was none.</returns>
    public bool GiveUpIfNoneIsLeft(string failure)
    {
        if (_instances.Count > 0)
        {
            return false;
        }

        CompleteWaiting(InvocationResult.Failure("Runtime.ExitError", failure));
        return true;
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

    private void CompleteDrained()
    {
        if (_draining && _open == 0)
        {
            _drained.TrySetResult();
        }
    }

    private FunctionInstance Launch()
    {
        var instance = _launches.Launch();
        _instances.Add(instance);
        return instance;
    }

    private void CompleteWaiting(InvocationResult result)
    {
        while (Waiting.Reader.TryRead(out var invocation))
        {
            invocation.TryComplete(result);
        }
    }
}

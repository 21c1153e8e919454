using System.Globalization;

namespace Waybill.Local.Functions;

/// <summary>Starts a function's processes, watches each until it ends, and settles what it leaves behind; one after another that cannot
/// start is given pauses.</summary>
/// <remarks>To be called under the lock of its <see cref="FunctionInstances"/>, but for <see cref="EndedAsync"/>.</remarks>
internal sealed class FunctionLaunches(FunctionInstances instances, FunctionHostOptions options)
{
    /// <summary>How a process ends at the terminal's Ctrl-C, which reaches functions as it reaches laptop mode:
    /// no news, laptop mode ends, too.</summary>
    private const int Interrupted = 130;

    private readonly StartFailures _failures = new(options.Time);
    private readonly HashSet<Task> _background = [];
    private int _launched;

    /// <summary>Whether the next one is to wait for a pause to end.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>Why none starts any more; null when the next one may be tried.</summary>
    public string? GivenUp => _failures.MustWait ? _failures.Last : null;

    /// <exception cref="FunctionStartException">No process can be started.</exception>
    public FunctionInstance Launch()
    {
        // Not just a number: a process left over from an earlier run must not be taken for one of this run's.
        var id = $"{options.Time.GetUtcNow().ToUnixTimeMilliseconds():x}-{(++_launched).ToString(CultureInfo.InvariantCulture)}";
        var instance = new FunctionInstance(id, instances);
        instance.Process = FunctionProcess.Start(
            instances.Function, id, instances.Address, options, (line, isError) => instances.Output.Take(instance, line, isError));
        if (options.LogProcessIds)
        {
            instances.Output.Log(instance, $"started as process {instance.Process.Id}", isError: false);
        }

        KeepTrackOf(SuperviseAsync(instance));
        return instance;
    }

    /// <summary>Notes that an instance got so far as to ask for work.</summary>
    public void Started(FunctionInstance instance)
    {
        instance.SetReady();
        _failures.Clear();
    }

    /// <summary>Counts a start that failed; the next one is after a pause, or, when they were too many, nobody waits for it.</summary>
    public void Failed(string failure)
    {
        if (_failures.Add(failure) is { } pause)
        {
            IsPaused = true;
            KeepTrackOf(ResumeAfterAsync(pause));
        }
        else
        {
            instances.GiveUpIfNoneIsLeft(failure);
        }
    }

    /// <summary>Completes when all that were launched have ended, and no pause is being waited for.</summary>
    public Task EndedAsync()
    {
        Task[] background;
        lock (instances.Gate)
        {
            background = [.. _background];
        }

        return Task.WhenAll(background);
    }

    private void KeepTrackOf(Task task)
    {
        _background.RemoveWhere(earlier => earlier.IsCompleted);
        _background.Add(task);
    }

    private async Task SuperviseAsync(FunctionInstance instance)
    {
        await Task.Yield(); // The caller holds the lock.
        var startTime = instances.IsDebugged ? Timeout.InfiniteTimeSpan : options.StartTime;
        using (options.WorkTime.CreateTimer(_ => instance.EndIfLate(), null, startTime, Timeout.InfiniteTimeSpan))
        {
            var code = await instance.Process.Exited;
            lock (instances.Gate)
            {
                Settle(instance, code);
            }
        }

        await instance.Process.DisposeAsync();
    }

    /// <summary>Settles what an ended process leaves behind.</summary>
    private void Settle(FunctionInstance instance, int code)
    {
        var expected = instance.Leaving;
        instances.Leave(instance);
        instance.Finish(instances.IsStopping
            ? InvocationResult.Stopped
            : InvocationResult.Failure("Runtime.ExitError", $"Error: Runtime exited with error: exit status {code}"));
        if (expected)
        {
            instance.SetFailed(new FunctionStartException($"Function {instances.Function.Name} was stopped while it started."));
        }
        else if (!instance.Ready.IsCompletedSuccessfully)
        {
            DidNotStart(instance, instance.StartError ?? $"the process ended with exit code {code} before it asked for an event");
        }
        else
        {
            if (code != Interrupted && !instance.Killed)
            {
                instances.Output.Log(
                    instance, $"The process ended by itself with exit code {code}; a new one is started when there is work.",
                    isError: true);
            }

            instances.LaunchWhereNeeded();
        }
    }

    private void DidNotStart(FunctionInstance instance, string how)
    {
        var failure = $"Function {instances.Function.Name} did not start: {how}.";
        instances.Output.Log(instance, failure, isError: true);
        if (instance.Process.LastErrors is { Length: > 0 } lines)
        {
            failure += $" Its last lines:{Environment.NewLine}{lines}";
        }

        instance.SetFailed(new FunctionStartException(failure));
        Failed(failure);
    }

    private async Task ResumeAfterAsync(TimeSpan pause)
    {
        await Task.Delay(pause, options.Time, instances.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (instances.Gate)
        {
            IsPaused = false;
            instances.LaunchWhereNeeded();
        }
    }
}

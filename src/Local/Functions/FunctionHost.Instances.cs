using System.Globalization;
using Waybill.Local.Account;
using Waybill.Local.Metrics;

namespace Waybill.Local.Functions;

/// <content>Starting, replacing and ending processes.</content>
public sealed partial class FunctionHost
{
    /// <summary>How a process ends at the terminal's Ctrl-C, which reaches functions as it reaches laptop mode: no news, laptop mode ends, too.</summary>
    private const int Interrupted = 130;

    /// <summary>One instance for each open invocation, within the limit. To be called under the lock.</summary>
    private void LaunchWhereNeeded()
    {
        if (_paused || _stopping.IsCancellationRequested)
        {
            return;
        }

        if (_startFailures >= MaximumStartFailures && _options.Time.GetUtcNow() < _nextStart && _instances.Count == 0)
        {
            FailWaiting();
            return;
        }
        while (_instances.Count < Math.Min(_open, _maximumInstances))
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

    /// <summary>Starts a process. To be called under the lock.</summary>
    private FunctionInstance Launch()
    {
        // Not just a number: a process left over from an earlier run must not be taken for one of this run's.
        var id = $"{_options.Time.GetUtcNow().ToUnixTimeMilliseconds():x}-{(++_launched).ToString(CultureInfo.InvariantCulture)}";
        var instance = new FunctionInstance(id);
        instance.Process = FunctionProcess.Start(Function, id, _address, _options, (line, isError) => OnLine(instance, line, isError));
        _instances.Add(instance);
        if (_options.LogProcessIds)
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
        if (!isError && EmfReader.Read(line) is { } metrics)
        {
            foreach (var metric in metrics)
            {
                _options.Metrics.Put(metric);
            }
        }
        else
        {
            _options.OnLine(new FunctionLogLine(Function.Name, instance.Process?.Id ?? 0, isError, line));
        }
    }

    private async Task SuperviseAsync(FunctionInstance instance)
    {
        await Task.Yield(); // The caller holds the lock.
        using (_options.Time.CreateTimer(_ => EndLateStarter(instance), null, _options.StartTime, Timeout.InfiniteTimeSpan))
        {
            OnExited(instance, await instance.Process.Exited);
        }

        await instance.Process.DisposeAsync();
    }

    private void EndLateStarter(FunctionInstance instance)
    {
        if (instance.Ready.IsCompleted)
        {
            return;
        }

        instance.StartError = $"it did not ask for an event within {_options.StartTime.TotalSeconds:0} seconds";
        instance.Process.Kill();
    }

    /// <summary>Settles what an ended process leaves behind.</summary>
    private void OnExited(FunctionInstance instance, int code)
    {
        lock (_gate)
        {
            var expected = instance.Leaving;
            Leave(instance);
            Finish(instance, _stopping.IsCancellationRequested
                ? Stopped
                : InvocationResult.Failure("Runtime.ExitError", $"Error: Runtime exited with error: exit status {code}"));
            if (expected)
            {
                instance.SetFailed(new FunctionStartException($"Function {Function.Name} was stopped while it started."));
            }
            else if (instance.Ready.IsCompletedSuccessfully)
            {
                if (code != Interrupted)
                {
                    Log(instance, $"The process ended by itself with exit code {code}; a new one is started when there is work.", isError: true);
                }

                LaunchWhereNeeded();
            }
            else
            {
                OnStartFailed(instance, instance.StartError ?? $"the process ended with exit code {code} before it asked for an event");
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

    /// <summary>After a failed start: another after a pause, or, after too many, when an invocation asks for it later.</summary>
    private void CountStartFailure(string failure)
    {
        _lastStartFailure = failure;
        _startFailures++;
        if (_startFailures < MaximumStartFailures)
        {
            _paused = true;
            KeepTrackOf(ResumeAfterAsync(TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, Math.Pow(2, _startFailures - 1)))));
            return;
        }
        _nextStart = _options.Time.GetUtcNow() + LongestPause;
        if (_instances.Count == 0)
        {
            FailWaiting();
        }
    }

    private async Task ResumeAfterAsync(TimeSpan pause)
    {
        await Task.Delay(pause, _options.Time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
        {
            _paused = false;
            LaunchWhereNeeded();
        }
    }

    private void FailWaiting()
    {
        while (_waiting.Reader.TryRead(out var invocation))
        {
            invocation.TryComplete(InvocationResult.Failure("Runtime.ExitError", _lastStartFailure!));
        }
    }
}

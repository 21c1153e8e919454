using Waybill.Local.Account;

namespace Waybill.Local.Functions;

/// <content>What the Runtime API asks of a function's host on behalf of one of its processes.</content>
public sealed partial class FunctionHost
{
    /// <summary>An invocation and when it must have ended.</summary>
    internal readonly record struct Work(Invocation Invocation, DateTimeOffset Deadline);

    internal FunctionInstance? Find(string id)
    {
        lock (_gate)
        {
            return _instances.Find(instance => string.Equals(instance.Id, id, StringComparison.Ordinal));
        }
    }

    /// <summary>Waits for work, as long as it takes; null when the instance is being ended instead.</summary>
    /// <exception cref="InvalidOperationException">The instance has not answered its last invocation.</exception>
    internal async Task<Work?> NextAsync(FunctionInstance instance, CancellationToken gone)
    {
        lock (_gate)
        {
            if (instance.Current is not null)
            {
                throw new InvalidOperationException($"Transition from Running to Ready is not allowed: invocation {instance.Current.RequestId} has no answer yet.");
            }

            instance.SetReady();
            _startFailures = 0;
        }
        while (true)
        {
            using var idle = new CancellationTokenSource(_options.IdleTime, _options.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(idle.Token, gone, _stopping.Token);
            try
            {
                var invocation = await _waiting.Reader.ReadAsync(either.Token);
                if (!invocation.Result.IsCompleted)
                {
                    return Begin(instance, invocation);
                }
            }
            catch (OperationCanceledException)
            {
                if (gone.IsCancellationRequested || _stopping.IsCancellationRequested || TryRetire(instance))
                {
                    return null;
                }
            }
        }
    }

    /// <summary>Takes the answer to the current invocation; false when <paramref name="requestId"/> is not that.</summary>
    internal bool TryAnswer(FunctionInstance instance, string requestId, InvocationResult result)
    {
        lock (_gate)
        {
            if (!string.Equals(instance.Current?.RequestId, requestId, StringComparison.Ordinal))
            {
                return false;
            }

            Finish(instance, result);
        }
        if (result.Outcome == InvocationOutcome.Failed)
        {
            Log(instance, $"Invocation {requestId} failed: {result.Error}", isError: true);
        }

        return true;
    }

    private Work? Begin(FunctionInstance instance, Invocation invocation)
    {
        lock (_gate)
        {
            if (instance.Leaving)
            {
                // It ended between asking and getting: somebody else does it.
                _waiting.Writer.TryWrite(invocation);
                LaunchWhereNeeded();
                return null;
            }
            var now = _options.Time.GetUtcNow();
            invocation.StartedAt = now;
            instance.Current = invocation;
            instance.Deadline = _options.Time.CreateTimer(_ => TimeOut(instance, invocation), null, Function.Timeout, Timeout.InfiniteTimeSpan);
            return new Work(invocation, now + Function.Timeout);
        }
    }

    /// <summary>Ends the current invocation. To be called under the lock.</summary>
    private static void Finish(FunctionInstance instance, InvocationResult result)
    {
        instance.Current?.TryComplete(result);
        instance.Current = null;
        instance.Deadline?.Dispose();
        instance.Deadline = null;
    }

    private void TimeOut(FunctionInstance instance, Invocation invocation)
    {
        var message = FormattableString.Invariant($"Task timed out after {Function.Timeout.TotalSeconds:0.00} seconds");
        lock (_gate)
        {
            if (instance.Current != invocation)
            {
                return;
            }

            Leave(instance);
            Finish(instance, InvocationResult.Failure("Sandbox.Timedout", $"RequestId: {invocation.RequestId} Error: {message}"));
            LaunchWhereNeeded();
        }
        Log(instance, $"{invocation.RequestId} {message}", isError: true);
        instance.Process.Kill();
    }

    /// <summary>Ends an instance that had nothing to do for long, unless it is the last.</summary>
    private bool TryRetire(FunctionInstance instance)
    {
        lock (_gate)
        {
            if (_instances.Count <= 1)
            {
                return false;
            }

            Leave(instance);
        }
        _ = instance.Process.StopAsync(Grace); // Its supervision waits for the end.
        return true;
    }

    private void Leave(FunctionInstance instance)
    {
        instance.Leaving = true;
        _instances.Remove(instance);
    }
}

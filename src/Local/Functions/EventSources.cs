using System.Collections.Concurrent;
using Waybill.Local.Account;
using Waybill.Local.Bus;

namespace Waybill.Local.Functions;

/// <summary>The pollers of all the account's event source mappings, while they run.</summary>
internal sealed class EventSources(FunctionHosts functions, Queues queues, Action<string> warn) : IAsyncDisposable
{
    /// <summary>How long batches that functions are working on may take when laptop mode ends. Messages of later ones come again.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, (CancellationTokenSource Stop, Task Polling)> _pollers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, bool> _ending = new();

    public void Start(IEnumerable<EventSourceMapping> mappings)
    {
        foreach (var mapping in mappings)
        {
            Start(mapping);
        }
    }

    /// <summary>Takes over what changed: a mapping that changes ends its batches as it was, and goes on as it is.</summary>
    public void Follow(IReadOnlyList<Step> steps)
    {
        foreach (var step in steps)
        {
            if (!step.Is<EventSourceMapping>(out var before, out var after))
            {
                continue;
            }

            if (before is not null && _pollers.TryRemove(before.Arn, out var poller))
            {
                _ending[EndAsync(poller.Stop, poller.Polling)] = true;
            }

            if (after is not null)
            {
                Start(after);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (stop, polling) in _pollers.Values)
        {
            _ending[EndAsync(stop, polling)] = true;
        }

        await Task.WhenAny(Task.WhenAll(_ending.Keys), Task.Delay(Grace));
        // What is still being worked on ends with the processes.
        await functions.DisposeAsync();
        await Task.WhenAll(_ending.Keys);
    }

    private void Start(EventSourceMapping mapping)
    {
        var stop = new CancellationTokenSource();
        var functionArn = Scope.Of(mapping.Arn).Arn("lambda", $"function:{mapping.FunctionName}");
        var poller = new EventSourcePoller(mapping, functionArn, functions, queues, warn, functions.Options.Time);
        _pollers[mapping.Arn] = (stop, Task.Run(() => poller.RunAsync(stop.Token)));
    }

    private async Task EndAsync(CancellationTokenSource stop, Task polling)
    {
        await Task.Yield(); // Whoever waits for a message goes on where it is cancelled.
        await stop.CancelAsync();
        await polling;
        stop.Dispose();
        foreach (var ended in _ending.Keys.Where(task => task.IsCompletedSuccessfully))
        {
            _ending.TryRemove(ended, out _);
        }
    }
}

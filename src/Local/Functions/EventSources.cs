using Waybill.Local.Account;
using Waybill.Local.Bus;

namespace Waybill.Local.Functions;

/// <summary>The pollers of all the template's event source mappings, while they run.</summary>
internal sealed class EventSources : IAsyncDisposable
{
    /// <summary>How long batches that functions are working on may take when laptop mode ends. Messages of later ones come again.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();
    private readonly FunctionHosts _functions;
    private readonly Task _polling;

    private EventSources(IEnumerable<EventSourcePoller> pollers, FunctionHosts functions)
    {
        _functions = functions;
        _polling = Task.WhenAll(pollers.Select(poller => Task.Run(() => poller.RunAsync(_stop.Token))));
    }

    /// <exception cref="InvalidOperationException">A mapping names a function that is not in the template.</exception>
    /// <exception cref="QueueNotFoundException">It names such a queue.</exception>
    public static EventSources Start(
        IEnumerable<EventSourceMapping> mappings, FunctionHosts functions, Queues queues, Action<string> warn) =>
        new(mappings.Select(mapping => Poller(mapping, functions, queues, warn)).ToList(), functions);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAny(_polling, Task.Delay(Grace));
        // What is still being worked on ends with the processes.
        await _functions.DisposeAsync();
        await _polling;
        _stop.Dispose();
    }

    private static EventSourcePoller Poller(EventSourceMapping mapping, FunctionHosts functions, Queues queues, Action<string> warn)
    {
        var function = functions.Find(mapping.FunctionName)
            ?? throw new InvalidOperationException(
                $"The event source mapping of queue {mapping.QueueArn} names function {mapping.FunctionName}, which no template has.");
        return new EventSourcePoller(
            mapping, function, queues[mapping.QueueArn], functions.Options.MaximumInstances, warn, functions.Options.Time);
    }
}

using Waybill.Local.Account;
using Waybill.Local.Bus.Fanout;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Metrics;

namespace Waybill.Local.Bus.Routing;

/// <summary>The accounts' buses: archives an event and hands it to every target of every rule it matches.</summary>
/// <remarks>
/// Handing over is part of the transaction that archives the event: queues and buses are of the same store, and what reaches a target
/// later is a <see cref="Delivery"/> there. What cannot be handed over (no such queue, policy) goes to the target's dead-letter queue in
/// the same transaction.
/// </remarks>
internal sealed class EventRouter : IAsyncDisposable
{
    private static readonly TimeSpan MetricsInterval = TimeSpan.FromSeconds(1);

    private readonly AccountRoutes _routes;
    private readonly EventPlanner _planner;
    private readonly Queues _queues;
    private readonly BusStore _store;
    private readonly Action<Metric> _metrics;
    private readonly TimeProvider _time;
    private readonly ITimer _flush;
    private long _published;
    private long _delivered;

    public EventRouter(
        AccountRoutes routes, EventPlanner planner, Queues queues, BusStore store, Action<Metric> metrics, TimeProvider time)
    {
        _routes = routes;
        _planner = planner;
        _queues = queues;
        _store = store;
        _metrics = metrics;
        _time = time;
        _published = store.Reader.Counter("published");
        _delivered = store.Reader.Counter("delivered");
        _flush = time.CreateTimer(_ => FlushMetrics(), null, MetricsInterval, MetricsInterval);
    }

    /// <summary>There are new deliveries in the store; called on the writer's thread.</summary>
    public Action Promised { get; set; } = () => { };

    /// <summary>Events taken since the data folder was made.</summary>
    public long EventsPublished => Interlocked.Read(ref _published);

    /// <summary>What targets were handed since the data folder was made, chaos' copies included; log groups do not count.</summary>
    public long EventsDelivered => Interlocked.Read(ref _delivered);

    /// <summary>Takes events in; when the task completes they are archived and in their queues, on disk.</summary>
    /// <remarks>An event for a bus that does not exist gets an id and vanishes, as in AWS; the log says so.</remarks>
    /// <returns>The envelope ids, in the order of <paramref name="events"/>.</returns>
    public async Task<IReadOnlyList<string>> PublishAsync(IReadOnlyList<IncomingEvent> events, CancellationToken cancellationToken)
    {
        var publication = new Publication();
        foreach (var incoming in events)
        {
            _planner.Plan(incoming, publication);
        }

        await CommitAsync(publication, (write, committed) => _store.CommitAsync(write, committed, cancellationToken));
        return publication.EventIds;
    }

    /// <summary>Puts archived events on their bus once more, in the transaction that <paramref name="change"/> makes of it.</summary>
    public async Task ReplayAsync(
        Replay replay, IReadOnlyList<ArchivedEvent> events, Func<Action<StoreTransaction>, Action, Task> change)
    {
        var publication = new Publication();
        foreach (var archived in events)
        {
            _planner.Plan(archived, replay, publication);
        }

        await CommitAsync(publication, change);
    }

    /// <summary>Hands one rule's targets an event that no pattern has to match: its time has come.</summary>
    public async Task FireAsync(Rule rule, IncomingEvent incoming)
    {
        var publication = new Publication { Published = 1 };
        _planner.Plan(rule, incoming, publication);
        await CommitAsync(publication, (write, committed) => _store.CommitAsync(write, committed, CancellationToken.None));
    }

    /// <summary>Publishes to topics; when the task completes, the messages are in their queues, or promised, on disk.</summary>
    public Task NotifyAsync(IReadOnlyList<TopicPlan> plans, CancellationToken cancellationToken)
    {
        var publication = new Publication();
        foreach (var plan in plans)
        {
            publication.Add(plan);
        }

        return CommitAsync(publication, (write, committed) => _store.CommitAsync(write, committed, cancellationToken));
    }

    /// <summary>Counts from nothing again.</summary>
    public void Clear()
    {
        Interlocked.Exchange(ref _published, 0);
        Interlocked.Exchange(ref _delivered, 0);
    }

    /// <summary>Hands the counts so far to the metrics, as happens every second anyway.</summary>
    public void FlushMetrics()
    {
        var now = _time.GetUtcNow();
        foreach (var rule in _routes.Rules)
        {
            rule.Counters.Flush(_metrics, now);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _flush.DisposeAsync();
        FlushMetrics();
    }

    private async Task CommitAsync(Publication publication, Func<Action<StoreTransaction>, Action, Task> commit)
    {
        var deliveries = publication.Messages.Count;
        _queues.Expect(deliveries);
        try
        {
            await commit(
                transaction =>
                {
                    // A queue may have gone since; on the writer's thread that is known.
                    publication.Messages.RemoveAll(message => _queues.Find(message.QueueArn) is null);
                    publication.Write(transaction);
                },
                () =>
                {
                    _queues.Arrive(publication.Messages, deliveries);
                    if (publication.Deliveries.Count > 0)
                    {
                        Promised();
                    }
                });
        }
        catch
        {
            _queues.Settle(deliveries);
            throw;
        }

        Interlocked.Add(ref _published, publication.Published);
        Interlocked.Add(ref _delivered, publication.Delivered);
        publication.Committed.ForEach(count => count());
    }
}

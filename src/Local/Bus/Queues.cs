using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Waybill.Local.Account;
using Waybill.Local.Bus.Storage;

namespace Waybill.Local.Bus;

/// <summary>The template's standard queues: at least once, never lost, in no promised order (SQS developer guide, "standard queues").</summary>
/// <remarks>
/// A message is visible only after it is on disk, and gone only after its deletion is. What was in flight when the process ended is visible
/// again at the next start, with its receive count; a delay that has not run out goes on.
/// </remarks>
public sealed partial class Queues : IAsyncDisposable
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);

    // One lock for all queues: operations are short, redrive touches two queues, and a look at all of them must be atomic.
    private readonly Lock _gate = new();
    private readonly FrozenDictionary<string, Slot> _queues;
    private readonly BusStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger<Queues> _log;
    private readonly ITimer _sweep;
    private long _lastSequence;
    private long _lastReceive;
    private int _pendingDeliveries;

    public Queues(IReadOnlyList<Queue> queues, BusStore store, TimeProvider time, ILogger<Queues> log)
    {
        _store = store;
        _time = time;
        _log = log;
        _queues = queues.ToFrozenDictionary(queue => queue.Arn, queue => new Slot(this, queue), StringComparer.Ordinal);
        foreach (var queue in queues)
        {
            if (queue.Redrive is { } redrive && !_queues.ContainsKey(redrive.DeadLetterArn))
            {
                throw new QueueNotFoundException($"{redrive.DeadLetterArn} (dead-letter queue of {queue.Arn})");
            }
        }

        _lastSequence = store.Reader.LastSequence();
        Load();
        _sweep = time.CreateTimer(_ => Sweep(), null, SweepInterval, SweepInterval);
    }

    /// <summary>The queues as the template defines them.</summary>
    public IEnumerable<Queue> Definitions => _queues.Values.Select(slot => slot.State.Definition);

    public bool Contains(string queueArn) => _queues.ContainsKey(queueArn);

    /// <summary>Queues a message; when the task completes it is on disk, and visible after <paramref name="delay"/>.</summary>
    /// <returns>The message id.</returns>
    /// <exception cref="QueueNotFoundException">No such queue.</exception>
    public async Task<string> SendAsync(
        string queueArn, string body, IReadOnlyDictionary<string, MessageAttribute> attributes, TimeSpan delay, CancellationToken cancellationToken)
    {
        var message = Prepare(queueArn, body, attributes, traceHeader: null, delay);
        await SendAsync([message], cancellationToken);
        return message.MessageId;
    }

    /// <summary>Queues prepared messages in one transaction.</summary>
    internal Task SendAsync(IReadOnlyList<StoredMessage> messages, CancellationToken cancellationToken) => _store.CommitAsync(
        transaction =>
        {
            foreach (var message in messages)
            {
                transaction.Insert(message);
            }
        },
        () => Arrive(messages), cancellationToken);

    /// <summary>What is in the queue now.</summary>
    /// <exception cref="QueueNotFoundException">No such queue.</exception>
    public QueueDepth Depth(string queueArn)
    {
        var slot = Find(queueArn);
        lock (_gate)
        {
            slot.State.Advance(_time.GetUtcNow());
            return slot.State.Depth(_time.GetUtcNow());
        }
    }

    /// <summary>All queues and the deliveries on their way to them, in one atomic look.</summary>
    public QueuesSnapshot Snapshot()
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            foreach (var slot in _queues.Values)
            {
                slot.State.Advance(now);
            }

            return new QueuesSnapshot(
                [.. _queues.Values.Select(slot => (slot.State.Definition, slot.State.Depth(now)))], _pendingDeliveries);
        }
    }

    /// <summary>A message ready to be inserted by whoever writes the transaction; it becomes visible through <see cref="Arrive"/>.</summary>
    internal StoredMessage Prepare(
        string queueArn, string body, IReadOnlyDictionary<string, MessageAttribute> attributes, string? traceHeader, TimeSpan? delay)
    {
        var now = _time.GetUtcNow();
        return new StoredMessage(
            Interlocked.Increment(ref _lastSequence), queueArn, Guid.CreateVersion7(now).ToString(), body, attributes, now, now,
            now + (delay ?? Find(queueArn).State.Definition.Delay))
        {
            TraceHeader = traceHeader,
        };
    }

    /// <summary>Announces deliveries that <see cref="Arrive"/> or <see cref="Settle"/> will end; until then the bus is not idle.</summary>
    internal void Expect(int deliveries) => Interlocked.Add(ref _pendingDeliveries, deliveries);

    internal void Settle(int deliveries) => Interlocked.Add(ref _pendingDeliveries, -deliveries);

    /// <summary>Shows committed messages to receivers.</summary>
    internal void Arrive(IReadOnlyList<StoredMessage> messages, int expected = 0)
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            foreach (var message in messages)
            {
                var slot = _queues[message.QueueArn];
                slot.State.Add(message, now);
                slot.Changed();
            }
            Settle(expected);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _sweep.DisposeAsync();
        foreach (var slot in _queues.Values)
        {
            await slot.DisposeAsync();
        }
    }

    private Slot Find(string queueArn) => _queues.TryGetValue(queueArn, out var slot) ? slot : throw new QueueNotFoundException(queueArn);

    private void Load()
    {
        var homeless = new Dictionary<string, int>(StringComparer.Ordinal);
        var now = _time.GetUtcNow();
        foreach (var message in _store.Reader.Messages())
        {
            _lastSequence = Math.Max(_lastSequence, message.Sequence);
            if (_queues.TryGetValue(message.QueueArn, out var slot))
            {
                slot.State.Add(message, now);
            }
            else
            {
                homeless[message.QueueArn] = homeless.GetValueOrDefault(message.QueueArn) + 1;
            }
        }
        foreach (var (arn, count) in homeless)
        {
            LogHomeless(_log, count, arn, _store.Folder);
        }

        foreach (var slot in _queues.Values)
        {
            slot.Changed();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "{Count} messages of queue {Arn}, which the template no longer has, stay untouched in {Folder}")]
    private static partial void LogHomeless(ILogger log, int count, string arn, string folder);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Queue {Arn}: a change could not be written; the message comes back at the next start")]
    private static partial void LogUnwritten(ILogger log, string arn, Exception error);
}

/// <summary>All queues at one moment.</summary>
public sealed record QueuesSnapshot(IReadOnlyList<(Queue Queue, QueueDepth Depth)> Queues, int PendingDeliveries)
{
    /// <summary>Nothing is visible, in flight, delayed or on its way to a queue, other than to those where dead letters lie.</summary>
    public bool IsIdle(IReadOnlySet<string> deadLetterArns) => PendingDeliveries == 0
        && Queues.All(item => deadLetterArns.Contains(item.Queue.Arn) || item.Depth is { Visible: 0, InFlight: 0, Delayed: 0 });
}

using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Waybill.Local.Account;
using Waybill.Local.Bus.Storage;

namespace Waybill.Local.Bus;

/// <summary>The accounts' queues: at least once, never lost; in a FIFO queue also each message once, in the order of its group.</summary>
/// <remarks>
/// A message is visible only after it is on disk, and gone only after its deletion is. What was in flight when the process ended still is
/// at the next start, until its visibility timeout ends, and its handle still deletes it; a delay that has not run out goes on, too.
/// </remarks>
internal sealed class Queues : IAsyncDisposable
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, MessageQueue> _queues = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<StoredMessage>> _homeless = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _deletedAt = new(StringComparer.Ordinal);
    private readonly MessageMover _mover;
    private readonly ITimer _sweep;
    private long _lastSequence;
    private long _lastHappening;
    private int _pendingDeliveries;

    public Queues(LiveAccount account, BusStore store, TimeProvider time, ILogger<Queues> log)
    {
        Store = store;
        Time = time;
        WriteBehind = new WriteBehind(this, store, log);
        foreach (var queue in account.Now.All<Queue>())
        {
            _queues[queue.Arn] = new MessageQueue(queue, this);
        }

        _lastSequence = store.Reader.LastSequence();
        Load();
        account.Follow(Follow);
        _mover = new MessageMover(account, this, log);
        _sweep = time.CreateTimer(_ => Sweep(), null, SweepInterval, SweepInterval);
    }

    public IEnumerable<MessageQueue> All => _queues.Values;

    /// <summary>One lock for all queues: operations are short, redrive touches two queues,
    /// and a look at all of them must be atomic.</summary>
    internal Lock Gate { get; } = new();

    internal BusStore Store { get; }

    internal TimeProvider Time { get; }

    internal WriteBehind WriteBehind { get; }

    /// <exception cref="QueueNotFoundException">No such queue.</exception>
    public MessageQueue this[string queueArn] => Find(queueArn) ?? throw new QueueNotFoundException(queueArn);

    public MessageQueue? Find(string queueArn) => _queues.GetValueOrDefault(queueArn);

    /// <summary>When this run deleted the queue that had the name last; null when it did not.</summary>
    public DateTimeOffset? DeletedAt(string queueArn) => _deletedAt.TryGetValue(queueArn, out var at) ? at : null;

    /// <summary>All queues and the deliveries on their way to them, in one atomic look.</summary>
    public QueuesSnapshot Snapshot()
    {
        lock (Gate)
        {
            var now = Time.GetUtcNow();
            return new QueuesSnapshot([.. All.Select(queue => (queue.Definition, queue.DepthAt(now)))], _pendingDeliveries);
        }
    }

    /// <summary>Queues prepared messages in one transaction; on disk when the task completes.</summary>
    /// <exception cref="QueueNotFoundException">A queue has been deleted since.</exception>
    internal Task SendAsync(IReadOnlyList<StoredMessage> messages, CancellationToken cancellationToken) => Store.CommitAsync(
        transaction =>
        {
            foreach (var message in messages)
            {
                _ = this[message.QueueArn];
                transaction.Insert(message);
            }
        },
        () => Arrive(messages), cancellationToken);

    /// <summary>A message ready to be inserted by whoever writes the transaction;
    /// it becomes visible through <see cref="Arrive"/>.</summary>
    /// <remarks>In a FIFO queue the delay is the queue's, whatever is said of it: a message's own would break the order.</remarks>
    /// <exception cref="QueueNotFoundException">No such queue.</exception>
    internal StoredMessage Prepare(
        string queueArn, string body, IReadOnlyDictionary<string, MessageAttribute> attributes, string? traceHeader, TimeSpan? delay,
        string? groupId = null, string? deduplicationId = null)
    {
        var now = Time.GetUtcNow();
        var queue = this[queueArn].Definition;
        var message = new StoredMessage(
            Interlocked.Increment(ref _lastSequence), queueArn, Guid.CreateVersion7(now).ToString(), body, attributes, now, now,
            now + (queue.Fifo is null ? delay ?? queue.Delay : queue.Delay))
        {
            TraceHeader = traceHeader,
            GroupId = groupId,
        };
        if (queue.Fifo is not { } fifo)
        {
            return message;
        }

        var id = deduplicationId ?? fifo.DeduplicationIdOf(body);
        return message with { DeduplicationId = id, Fifo = new FifoPlace(fifo.DeduplicationKey(groupId, id)) };
    }

    /// <summary>A dead letter as a new message for another queue, which takes it even when it took its like a moment ago.</summary>
    internal StoredMessage Redriven(StoredMessage letter, string queueArn)
    {
        var message = Prepare(queueArn, letter.Body, letter.Attributes, letter.TraceHeader, TimeSpan.Zero, letter.GroupId);
        return message.Fifo is null
            ? message
            : message with { DeduplicationId = letter.DeduplicationId, Fifo = new FifoPlace(deduplicationKey: null) };
    }

    /// <summary>Announces deliveries that <see cref="Arrive"/> or <see cref="Settle"/> will end; until then the bus is not idle.</summary>
    internal void Expect(int deliveries) => Interlocked.Add(ref _pendingDeliveries, deliveries);

    internal void Settle(int deliveries) => Interlocked.Add(ref _pendingDeliveries, -deliveries);

    /// <summary>Shows committed messages to receivers.</summary>
    internal void Arrive(IReadOnlyList<StoredMessage> messages, int expected = 0)
    {
        lock (Gate)
        {
            var now = Time.GetUtcNow();
            foreach (var message in messages.Where(message => message.Fifo?.DuplicateOf is null))
            {
                Find(message.QueueArn)?.Arrive(message, now);
            }

            Settle(expected);
        }
    }

    /// <summary>Forgets all messages of all queues, which the store no longer has, and which names were in use.</summary>
    internal void Clear()
    {
        lock (Gate)
        {
            foreach (var queue in All)
            {
                queue.Clear();
            }

            _deletedAt.Clear();
        }
    }

    /// <summary>The number of one more happening, above all before it, in whatever queue and run. To be called under the lock.</summary>
    internal long NextStamp() => ReceiptHandle.StampOf(Store.Opened, ++_lastHappening);

    public async ValueTask DisposeAsync()
    {
        await _mover.DisposeAsync();
        await _sweep.DisposeAsync();
        foreach (var queue in All)
        {
            await queue.DisposeAsync();
        }
    }

    private void Follow(IReadOnlyList<Step> steps)
    {
        foreach (var step in steps)
        {
            if (!step.Is<Queue>(out var before, out var after))
            {
                continue;
            }

            lock (Gate)
            {
                if (after is null)
                {
                    _deletedAt[before!.Arn] = Time.GetUtcNow();
                    _queues.Remove(before.Arn, out var gone);
                    gone?.Close();
                }
                else if (Find(after.Arn) is { } queue)
                {
                    queue.Definition = after;
                }
                else
                {
                    Open(after);
                }
            }
        }
    }

    /// <summary>A new queue is empty, unless a data folder of an older layout had messages for it.</summary>
    private void Open(Queue definition)
    {
        var queue = _queues[definition.Arn] = new MessageQueue(definition, this);
        if (_homeless.Remove(definition.Arn, out var messages))
        {
            messages.ForEach(message => queue.Arrive(message, Time.GetUtcNow()));
        }
    }

    private void Load()
    {
        var now = Time.GetUtcNow();
        lock (Gate)
        {
            foreach (var message in Store.Reader.Messages())
            {
                if (Find(message.QueueArn) is { } queue)
                {
                    queue.Arrive(message, now);
                }
                else
                {
                    (CollectionsMarshal.GetValueRefOrAddDefault(_homeless, message.QueueArn, out _) ??= []).Add(message);
                }
            }
        }
    }

    private void Sweep()
    {
        foreach (var queue in All)
        {
            Taken taken;
            lock (Gate)
            {
                taken = queue.TakeExpired(Time.GetUtcNow());
            }

            _ = WriteBehind.RecordSweptAsync(queue.Definition, taken);
        }

        if (All.Any(queue => queue.Definition.Fifo is not null))
        {
            _ = WriteBehind.ForgetTakenAsync(Time.GetUtcNow());
        }
    }
}

/// <summary>All queues at one moment.</summary>
internal sealed record QueuesSnapshot(IReadOnlyList<(Queue Queue, QueueDepth Depth)> Queues, int PendingDeliveries)
{
    /// <summary>Nothing is visible, in flight, delayed or on its way to a queue, other than to those where dead letters lie.</summary>
    public bool IsIdle(IReadOnlySet<string> deadLetterArns) => PendingDeliveries == 0
        && Queues.All(item => deadLetterArns.Contains(item.Queue.Arn) || item.Depth is { Visible: 0, InFlight: 0, Delayed: 0 });
}

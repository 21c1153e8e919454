using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Waybill.Local.Account;
using Waybill.Local.Bus.Storage;

namespace Waybill.Local.Bus;

/// <summary>The template's standard queues: at least once, never lost,
/// in no promised order (SQS developer guide, "standard queues").</summary>
/// <remarks>
/// A message is visible only after it is on disk, and gone only after its deletion is. What was in flight when the process ended is visible
/// again at the next start, with its receive count; a delay that has not run out goes on.
/// </remarks>
internal sealed partial class Queues : IAsyncDisposable
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);

    private readonly FrozenDictionary<string, MessageQueue> _queues;
    private readonly ILogger<Queues> _log;
    private readonly ITimer _sweep;
    private long _lastSequence;
    private long _lastReceive;
    private int _pendingDeliveries;

    public Queues(IReadOnlyList<Queue> queues, BusStore store, TimeProvider time, ILogger<Queues> log)
    {
        Store = store;
        Time = time;
        _log = log;
        WriteBehind = new WriteBehind(this, store, log);
        _queues = queues.ToFrozenDictionary(queue => queue.Arn, queue => new MessageQueue(queue, this), StringComparer.Ordinal);
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
    internal Task SendAsync(IReadOnlyList<StoredMessage> messages, CancellationToken cancellationToken) => Store.CommitAsync(
        transaction =>
        {
            foreach (var message in messages)
            {
                transaction.Insert(message);
            }
        },
        () => Arrive(messages), cancellationToken);

    /// <summary>A message ready to be inserted by whoever writes the transaction;
    /// it becomes visible through <see cref="Arrive"/>.</summary>
    /// <exception cref="QueueNotFoundException">No such queue.</exception>
    internal StoredMessage Prepare(
        string queueArn, string body, IReadOnlyDictionary<string, MessageAttribute> attributes, string? traceHeader, TimeSpan? delay)
    {
        var now = Time.GetUtcNow();
        return new StoredMessage(
            Interlocked.Increment(ref _lastSequence), queueArn, Guid.CreateVersion7(now).ToString(), body, attributes, now, now,
            now + (delay ?? this[queueArn].Definition.Delay))
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
        lock (Gate)
        {
            var now = Time.GetUtcNow();
            foreach (var message in messages)
            {
                _queues[message.QueueArn].Arrive(message, now);
            }

            Settle(expected);
        }
    }

    /// <summary>The handle of one more receive, unlike any other's, in whatever queue. To be called under the lock.</summary>
    internal ReceiptHandle NextReceive(QueueEntry entry) => new(Store.Opened, entry.Message.Sequence, ++_lastReceive);

    public async ValueTask DisposeAsync()
    {
        await _sweep.DisposeAsync();
        foreach (var queue in All)
        {
            await queue.DisposeAsync();
        }
    }

    private void Load()
    {
        var homeless = new Dictionary<string, int>(StringComparer.Ordinal);
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
                    homeless[message.QueueArn] = homeless.GetValueOrDefault(message.QueueArn) + 1;
                }
            }
        }

        foreach (var (arn, count) in homeless)
        {
            LogHomeless(_log, count, arn, Store.Folder);
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
    }

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "{Count} messages of queue {Arn}, which the template no longer has, stay untouched in {Folder}")]
    private static partial void LogHomeless(ILogger log, int count, string arn, string folder);
}

/// <summary>All queues at one moment.</summary>
internal sealed record QueuesSnapshot(IReadOnlyList<(Queue Queue, QueueDepth Depth)> Queues, int PendingDeliveries)
{
    /// <summary>Nothing is visible, in flight, delayed or on its way to a queue, other than to those where dead letters lie.</summary>
    public bool IsIdle(IReadOnlySet<string> deadLetterArns) => PendingDeliveries == 0
        && Queues.All(item => deadLetterArns.Contains(item.Queue.Arn) || item.Depth is { Visible: 0, InFlight: 0, Delayed: 0 });
}

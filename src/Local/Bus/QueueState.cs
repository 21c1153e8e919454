using Waybill.Local.Account;
using Waybill.Local.Bus.Storage;

namespace Waybill.Local.Bus;

/// <summary>A queue's messages in memory; whoever calls it holds the lock of <see cref="Queues"/>.</summary>
internal sealed class QueueState(Queue definition)
{
    private const int MostOutdated = 1000;

    private readonly Dictionary<long, QueueEntry> _bySequence = [];
    private readonly LinkedList<QueueEntry> _byArrival = [];
    private readonly ITurns _turns = definition.Fifo is null ? new StandardTurns() : new FifoTurns();
    private readonly PriorityQueue<(QueueEntry Entry, int Plan), DateTimeOffset> _waiting = new();
    private readonly int[] _count = new int[4];

    public Queue Definition { get; set; } = definition;

    /// <summary>Whether a receive would get something now: in a FIFO queue, not all that is visible can be received.</summary>
    public bool HasNext => _turns.HasNext;

    public int InFlight => _count[(int)EntryState.InFlight];

    /// <summary>Messages that pollers have taken out, and not let go of.</summary>
    public int Held { get; set; }

    /// <summary>How many plans to make an entry visible are kept, outdated ones included.</summary>
    public int Plans => _waiting.Count;

    /// <summary>When the next delayed or in-flight message becomes visible; null when nothing waits.</summary>
    public DateTimeOffset? NextChange
    {
        get
        {
            while (_waiting.TryPeek(out var next, out var due))
            {
                if (IsCurrent(next))
                {
                    return due;
                }

                _waiting.Dequeue();
            }
            return null;
        }
    }

    public void Add(StoredMessage message, DateTimeOffset now)
    {
        var entry = new QueueEntry(message) { State = EntryState.Gone };
        _bySequence.Add(message.Sequence, entry);
        entry.Arrival = _byArrival.AddLast(entry);
        _turns.Add(entry);
        if (message.AvailableAt > now)
        {
            Wait(entry, message.Receipt == 0 ? EntryState.Delayed : EntryState.InFlight, message.AvailableAt);
        }
        else
        {
            Show(entry);
        }
    }

    /// <summary>Makes visible what is due.</summary>
    public void Advance(DateTimeOffset now)
    {
        while (_waiting.TryPeek(out var next, out var due) && (due <= now || !IsCurrent(next)))
        {
            _waiting.Dequeue();
            if (IsCurrent(next))
            {
                Show(next.Entry);
            }
        }
    }

    /// <summary>The next entry of a receive, or null; it stays visible until <see cref="PutInFlight"/> or <see cref="Remove"/>.</summary>
    public QueueEntry? NextVisible() => _turns.Next();

    /// <summary>The receive that asked for the next entries has all it gets.</summary>
    public void EndReceive() => _turns.EndReceive();

    public void PutInFlight(QueueEntry entry, ReceiptHandle handle, DateTimeOffset now, TimeSpan visibility)
    {
        entry.Receive(handle, now);
        Wait(entry, EntryState.InFlight, now + visibility);
    }

    public void Remove(QueueEntry entry)
    {
        Enter(entry, EntryState.Gone);
        entry.Plan++;
        _bySequence.Remove(entry.Message.Sequence);
        _byArrival.Remove(entry.Arrival!);
    }

    /// <summary>The entry of the message that the handle is of, whichever receive it names.</summary>
    public QueueEntry? FindMessage(ReceiptHandle handle) => _bySequence.GetValueOrDefault(handle.Sequence);

    /// <summary>The entry that whoever has the handle may delete, or keep invisible for longer; or null.</summary>
    /// <remarks>
    /// In a standard queue an older handle counts, too, and one whose visibility timeout has ended. The API reference (DeleteMessage)
    /// promises less, "the request will succeed, but the message might not be deleted", and ChangeMessageVisibility names an error for it;
    /// but that is how SQS was observed to answer. In a FIFO queue it is the latest handle, while the message is in flight.
    /// </remarks>
    public QueueEntry? Find(ReceiptHandle handle) => FindMessage(handle) is { } entry
        && (Definition.Fifo is null ? entry.IsOf(handle) : entry.Handle == handle && entry.State == EntryState.InFlight)
            ? entry
            : null;

    public void ChangeVisibility(QueueEntry entry, DateTimeOffset visibleAt, DateTimeOffset now)
    {
        if (visibleAt > now)
        {
            Wait(entry, EntryState.InFlight, visibleAt);
        }
        else if (entry.State != EntryState.Visible)
        {
            Show(entry);
        }
    }

    public bool IsExhausted(QueueEntry entry) =>
        Definition.Redrive is { } redrive && entry.ReceiveCount - entry.Message.ReceivedElsewhere >= redrive.MaxReceiveCount;

    public bool IsExpired(QueueEntry entry, DateTimeOffset now) => entry.Message.SentAt + Definition.Retention <= now;

    /// <summary>All entries, oldest arrival first; a copy, so that they can be removed meanwhile.</summary>
    public IReadOnlyList<QueueEntry> All() => [.. _byArrival];

    /// <summary>What arrived before a time, oldest arrival first.</summary>
    public IEnumerable<QueueEntry> Oldest(DateTimeOffset arrivedBefore) =>
        _byArrival.TakeWhile(entry => entry.Message.ArrivedAt < arrivedBefore);

    public QueueDepth Depth(DateTimeOffset now) => new(
        _count[(int)EntryState.Visible], _count[(int)EntryState.InFlight], _count[(int)EntryState.Delayed],
        _byArrival.First is { } oldest ? now - oldest.Value.Message.ArrivedAt : TimeSpan.Zero)
    {
        Held = Held,
        NextBack = NextChange is { } at && _waiting.TryPeek(out var next, out _) ? (at, next.Entry.ReceiveCount) : null,
    };

    private void Show(QueueEntry entry)
    {
        entry.Plan++;
        Enter(entry, EntryState.Visible);
    }

    private void Wait(QueueEntry entry, EntryState state, DateTimeOffset until)
    {
        Enter(entry, state);
        entry.VisibleAt = until;
        _waiting.Enqueue((entry, ++entry.Plan), until);
        if (_waiting.Count > MostOutdated + (2 * _bySequence.Count))
        {
            ForgetOutdated();
        }
    }

    /// <summary>Drops plans that hold on to messages long deleted, behind one that is still to come.</summary>
    private void ForgetOutdated()
    {
        var current = _waiting.UnorderedItems.Where(item => IsCurrent(item.Element)).ToArray();
        _waiting.Clear();
        _waiting.EnqueueRange(current);
    }

    private void Enter(QueueEntry entry, EntryState state)
    {
        var before = entry.State;
        if (before != EntryState.Gone)
        {
            _count[(int)before]--;
        }

        if (state != EntryState.Gone)
        {
            _count[(int)state]++;
        }

        entry.State = state;
        _turns.Entered(entry, before);
    }

    private static bool IsCurrent((QueueEntry Entry, int Plan) waiting) => waiting.Entry.Plan == waiting.Plan;
}

using Waybill.Local.Account;
using Waybill.Local.Bus.Storage;

namespace Waybill.Local.Bus;

/// <summary>One queue: its messages, those who wait for them, and the timer that wakes them when one becomes visible.</summary>
internal sealed class MessageQueue : IAsyncDisposable
{
    /// <summary>Messages in flight at most (SQS developer guide, "Amazon SQS standard queue quotas" and "FIFO queue quotas").</summary>
    public const int MostInFlight = 120_000;

    private static readonly TimeSpan PurgePause = TimeSpan.FromSeconds(60);

    private readonly Queues _queues;
    private readonly QueueState _state;
    private readonly Receivers _receivers = new();
    private readonly ITimer _timer;
    private DateTimeOffset? _armedFor;
    private DateTimeOffset? _purgedAt;
    private volatile bool _closed;

    internal MessageQueue(Queue definition, Queues queues)
    {
        _queues = queues;
        _state = new QueueState(definition);
        _timer = queues.Time.CreateTimer(_ => OnDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What the account says of it; set under the lock when that changes.</summary>
    public Queue Definition
    {
        get => _state.Definition;
        set
        {
            _state.Definition = value;
            Changed();
        }
    }

    private DateTimeOffset Now => _queues.Time.GetUtcNow();

    /// <summary>What is in the queue now.</summary>
    public QueueDepth Depth()
    {
        lock (_queues.Gate)
        {
            return DepthAt(Now);
        }
    }

    /// <summary>Receives up to <paramref name="max"/> messages, waiting up to <paramref name="wait"/> for the first one.</summary>
    /// <remarks>A message that has been received as often as its queue's redrive allows moves to the dead-letter queue instead.</remarks>
    /// <exception cref="TooManyInFlightException">Of a standard queue, when nobody was to wait.</exception>
    public async Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(
        int max, TimeSpan wait, TimeSpan? visibility, CancellationToken cancellationToken)
    {
        var receipts = await TakeAsync(max, wait, visibility, held: false, cancellationToken);
        return [.. receipts.Select(receipt => receipt.Message)];
    }

    /// <summary>Receives for somebody else: until <see cref="HandedOverAsync"/> says that he has the messages, a death of this process
    /// leaves them as if nobody had received them. They count as held until <see cref="LetGo"/>.</summary>
    public Task<IReadOnlyList<Receipt>> TakeAsync(int max, TimeSpan wait, CancellationToken cancellationToken) =>
        TakeAsync(max, wait, visibility: null, held: true, cancellationToken);

    /// <summary>Nobody works on so many taken messages any more.</summary>
    public void LetGo(int messages)
    {
        lock (_queues.Gate)
        {
            // The queue may have been made anew meanwhile.
            _state.Held = Math.Max(0, _state.Held - messages);
        }
    }

    /// <summary>Notes the receives of what <see cref="TakeAsync(int, TimeSpan, CancellationToken)"/> gave.</summary>
    public Task HandedOverAsync(IReadOnlyList<Receipt> receipts) =>
        _queues.WriteBehind.RecordAsync(Definition, new Taken([.. receipts], [], [], Stamp: 0));

    /// <summary>Makes a received message visible <paramref name="visibility"/> from now; zero means at once.</summary>
    /// <exception cref="ReceiptHandleInvalidException">Not a receipt handle.</exception>
    /// <exception cref="MessageNotAvailableException">The message is gone; in a FIFO queue, or no longer the receiver's.</exception>
    public async Task ChangeVisibilityAsync(string receiptHandle, TimeSpan visibility)
    {
        var handle = ReceiptHandle.Parse(receiptHandle);
        long stamp;
        DateTimeOffset visibleAt;
        lock (_queues.Gate)
        {
            var now = Now;
            _state.Advance(now);
            var entry = _state.Find(handle) ?? throw new MessageNotAvailableException(receiptHandle);

            (stamp, visibleAt) = (_queues.NextStamp(), now + visibility);
            _state.ChangeVisibility(entry, visibleAt, now);
            Changed();
        }

        await _queues.WriteBehind.RecordAsync(Definition, handle.Sequence, visibleAt, stamp);
    }

    /// <summary>Deletes messages; on disk when the task completes. A handle of a message that is gone deletes nothing.</summary>
    /// <returns>The handles that a FIFO queue refuses, for their visibility timeout has ended and their message is still there.</returns>
    /// <exception cref="ReceiptHandleInvalidException">Not a receipt handle; then nothing is deleted.</exception>
    public async Task<IReadOnlyList<string>> DeleteAsync(IReadOnlyCollection<string> receiptHandles, CancellationToken cancellationToken)
    {
        var handles = receiptHandles.Select(ReceiptHandle.Parse).ToArray();
        List<string> expired = [];
        await DeleteAsync(
            state =>
            {
                state.Advance(Now);
                expired.AddRange(handles.Where(handle => IsExpired(state, handle)).Select(handle => handle.ToString()));
                return handles.Select(state.Find).OfType<QueueEntry>();
            },
            cancellationToken);
        return expired;
    }

    /// <summary>Deletes every message of the queue.</summary>
    /// <exception cref="PurgeInProgressException">It was purged less than a minute ago: in AWS a purge may take that long.</exception>
    public Task PurgeAsync(CancellationToken cancellationToken)
    {
        lock (_queues.Gate)
        {
            if (_purgedAt + PurgePause > Now)
            {
                throw new PurgeInProgressException(Definition.Name);
            }

            _purgedAt = Now;
        }

        return DeleteAsync(state => state.All(), cancellationToken);
    }

    /// <summary>Takes out up to <paramref name="most"/> visible messages that arrived before a time, oldest first, for whoever moves
    /// them elsewhere or puts them back.</summary>
    internal IReadOnlyList<QueueEntry> TakeOldest(int most, DateTimeOffset arrivedBefore)
    {
        lock (_queues.Gate)
        {
            _state.Advance(Now);
            QueueEntry[] oldest = [.. _state.Oldest(arrivedBefore).Where(entry => entry.State == EntryState.Visible).Take(most)];
            Array.ForEach(oldest, _state.Remove);
            return oldest;
        }
    }

    internal void PutBack(IEnumerable<QueueEntry> entries)
    {
        lock (_queues.Gate)
        {
            foreach (var entry in entries)
            {
                _state.Add(entry.AsItIs(), Now);
            }

            Changed();
        }
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    /// <summary>The queue has been deleted: those who wait for a message learn it. To be called under the lock.</summary>
    internal void Close()
    {
        _closed = true;
        _receivers.WakeAll();
        _timer.Dispose();
    }

    /// <summary>Shows a committed message. To be called under the lock, as the next two are.</summary>
    internal void Arrive(StoredMessage message, DateTimeOffset now)
    {
        _state.Add(message, now);
        Changed();
    }

    internal QueueDepth DepthAt(DateTimeOffset now)
    {
        _state.Advance(now);
        return _state.Depth(now);
    }

    /// <summary>Takes out what is older than the queue's retention.</summary>
    internal Taken TakeExpired(DateTimeOffset now)
    {
        var taken = new Taken([], [], [], _queues.NextStamp());
        foreach (var entry in _state.All().Where(entry => _state.IsExpired(entry, now)))
        {
            _state.Remove(entry);
            taken.Expired.Add(entry);
        }

        return taken;
    }

    /// <param name="max">Messages at most.</param>
    /// <param name="wait">For the first one.</param>
    /// <param name="visibility">Null for the queue's own.</param>
    /// <param name="held">Whether it is for somebody who is yet to get it: then the store learns of what is received later.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    private async Task<IReadOnlyList<Receipt>> TakeAsync(
        int max, TimeSpan wait, TimeSpan? visibility, bool held, CancellationToken cancellationToken)
    {
        var deadline = Now + wait;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ThrowIfClosed();
            _queues.Store.RequireFolder();
            Taken taken;
            LinkedListNode<TaskCompletionSource>? receiver = null;
            lock (_queues.Gate)
            {
                var now = Now;
                taken = Take(max, now, visibility ?? Definition.VisibilityTimeout);
                _state.Held += held ? taken.Received.Count : 0;
                Changed();
                if (taken.IsEmpty && wait == TimeSpan.Zero && Definition.Fifo is null && _state.InFlight >= MostInFlight)
                {
                    throw new TooManyInFlightException(MostInFlight);
                }

                if (taken.Received.Count == 0 && now < deadline)
                {
                    receiver = _receivers.Join();
                }
            }

            await _queues.WriteBehind.RecordAsync(Definition, held ? taken with { Received = [] } : taken);
            if (receiver is null)
            {
                return taken.Received;
            }

            await WaitAsync(receiver, deadline - Now, cancellationToken);
        }
    }

    private Taken Take(int max, DateTimeOffset now, TimeSpan visibility)
    {
        var taken = new Taken([], [], [], _queues.NextStamp());
        _state.Advance(now);
        while (taken.Received.Count < max && _state.InFlight < MostInFlight && _state.NextVisible() is { } entry)
        {
            if (_state.IsExpired(entry, now))
            {
                _state.Remove(entry);
                taken.Expired.Add(entry);
            }
            else if (_state.IsExhausted(entry) && _queues.Find(Definition.Redrive!.DeadLetterArn) is not null)
            {
                _state.Remove(entry);
                taken.DeadLetters.Add(entry.DeadLetter(Definition, now));
                _queues.Expect(1);
            }
            else
            {
                _state.PutInFlight(entry, ReceiptHandle.Of(entry.Message.Sequence, _queues.NextStamp()), now, visibility);
                taken.Received.Add(new Receipt(entry.Received(), entry.Message.Sequence, entry.VisibleAt, entry.Handle.Stamp));
            }
        }

        _state.EndReceive();
        return taken;
    }

    /// <summary>Whether a FIFO queue would have to delete a message that its handle's receiver no longer has for itself.</summary>
    private bool IsExpired(QueueState state, ReceiptHandle handle) => Definition.Fifo is not null
        && state.FindMessage(handle) is { } entry && (entry.Handle != handle || entry.State != EntryState.InFlight);

    private void ThrowIfClosed()
    {
        if (_closed)
        {
            throw new QueueNotFoundException(Definition.Arn);
        }
    }

    private async Task WaitAsync(LinkedListNode<TaskCompletionSource> receiver, TimeSpan wait, CancellationToken cancellationToken)
    {
        // Neither a timeout nor a cancellation is an error here: the caller looks once more, and then knows.
        await receiver.Value.Task.WaitAsync(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, _queues.Time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_queues.Gate)
        {
            // Woken, but leaving: the message that woke us is for somebody else.
            if (!_receivers.Leave(receiver) && cancellationToken.IsCancellationRequested)
            {
                _receivers.WakeOne();
            }
        }
    }

    /// <summary>Forgets every message, which the store no longer has. To be called under the lock.</summary>
    internal void Clear()
    {
        foreach (var entry in _state.All())
        {
            _state.Remove(entry);
        }
    }

    private async Task DeleteAsync(Func<QueueState, IEnumerable<QueueEntry>> which, CancellationToken cancellationToken)
    {
        QueueEntry[] entries;
        lock (_queues.Gate)
        {
            entries = [.. which(_state)];
        }

        if (entries.Length > 0)
        {
            await _queues.Store.CommitAsync(
                transaction => Array.ForEach(entries, entry => transaction.Messages.Delete(entry.Message.Sequence)),
                () => Forget(entries), cancellationToken);
        }
    }

    private void Forget(QueueEntry[] entries)
    {
        lock (_queues.Gate)
        {
            foreach (var entry in entries.Where(entry => entry.State != EntryState.Gone))
            {
                _state.Remove(entry);
            }

            Changed();
        }
    }

    /// <summary>To be called, under the lock, after every change: wakes a receiver if there is something for it,
    /// and sets the timer.</summary>
    private void Changed()
    {
        if (_state.HasNext)
        {
            _receivers.WakeOne();
        }

        if (_closed || _state.NextChange is not { } next || next == _armedFor)
        {
            return;
        }

        _armedFor = next;
        var due = next - Now;
        _timer.Change(due > TimeSpan.Zero ? due : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private void OnDue()
    {
        lock (_queues.Gate)
        {
            _armedFor = null;
            _state.Advance(Now);
            Changed();
        }
    }
}

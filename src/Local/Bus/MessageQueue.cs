using Waybill.Local.Account;
using Waybill.Local.Bus.Storage;

namespace Waybill.Local.Bus;

/// <summary>One standard queue: its messages, those who wait for them, and the timer that wakes them when one becomes visible.</summary>
internal sealed class MessageQueue : IAsyncDisposable
{
    private readonly Queues _queues;
    private readonly QueueState _state;
    private readonly Receivers _receivers = new();
    private readonly ITimer _timer;
    private DateTimeOffset? _armedFor;
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
    public async Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(
        int max, TimeSpan wait, TimeSpan? visibility, CancellationToken cancellationToken)
    {
        var deadline = Now + wait;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ThrowIfClosed();
            Taken taken;
            LinkedListNode<TaskCompletionSource>? receiver = null;
            lock (_queues.Gate)
            {
                var now = Now;
                taken = Take(max, now, visibility ?? Definition.VisibilityTimeout);
                Changed();
                if (taken.Received.Count == 0 && now < deadline)
                {
                    receiver = _receivers.Join();
                }
            }

            await _queues.WriteBehind.RecordAsync(Definition, taken);
            if (receiver is null)
            {
                return [.. taken.Received.Select(entry => entry.Message)];
            }

            await WaitAsync(receiver, deadline - Now, cancellationToken);
        }
    }

    /// <summary>Makes a message in flight visible <paramref name="visibility"/> from now; zero means at once.</summary>
    /// <exception cref="ReceiptHandleInvalidException">Not a receipt handle.</exception>
    /// <exception cref="MessageNotInFlightException">The message is visible again, or was received by somebody else.</exception>
    public void ChangeVisibility(string receiptHandle, TimeSpan visibility)
    {
        var handle = ReceiptHandle.Parse(receiptHandle);
        lock (_queues.Gate)
        {
            var now = Now;
            _state.Advance(now);
            if (_state.Find(handle) is not { State: EntryState.InFlight } entry)
            {
                throw new MessageNotInFlightException(receiptHandle);
            }

            _state.ChangeVisibility(entry, now + visibility, now);
            Changed();
        }
    }

    /// <summary>Deletes messages; on disk when the task completes. A handle that is no longer the latest deletes nothing,
    /// as in SQS.</summary>
    /// <exception cref="ReceiptHandleInvalidException">Not a receipt handle; then nothing is deleted.</exception>
    public Task DeleteAsync(IReadOnlyCollection<string> receiptHandles, CancellationToken cancellationToken)
    {
        var handles = receiptHandles.Select(ReceiptHandle.Parse).ToArray();
        return DeleteAsync(state => handles.Select(state.Find).OfType<QueueEntry>(), cancellationToken);
    }

    /// <summary>Deletes every message of the queue.</summary>
    public Task PurgeAsync(CancellationToken cancellationToken) => DeleteAsync(state => state.All(), cancellationToken);

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
        var taken = new Taken([], [], []);
        foreach (var entry in _state.All().Where(entry => _state.IsExpired(entry, now)))
        {
            _state.Remove(entry);
            taken.Expired.Add(entry);
        }

        return taken;
    }

    private Taken Take(int max, DateTimeOffset now, TimeSpan visibility)
    {
        var taken = new Taken([], [], []);
        _state.Advance(now);
        while (taken.Received.Count < max && _state.NextVisible() is { } entry)
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
                _state.PutInFlight(entry, _queues.NextReceive(entry), now, visibility);
                taken.Received.Add((entry.Received(), entry.Message.Sequence));
            }
        }

        return taken;
    }

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
                transaction => Array.ForEach(entries, entry => transaction.DeleteMessage(entry.Message.Sequence)), (
                    ) => Forget(entries), cancellationToken);
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
        if (_state.HasVisible)
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

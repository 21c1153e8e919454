using Waybill.Local.Account;
using Waybill.Local.Bus.Storage;

namespace Waybill.Local.Bus;

public sealed partial class Queues
{
    /// <summary>Receives up to <paramref name="max"/> messages, waiting up to <paramref name="wait"/> for the first one.</summary>
    /// <remarks>A message that has been received as often as its queue's redrive allows moves to the dead-letter queue instead.</remarks>
    /// <exception cref="QueueNotFoundException">No such queue.</exception>
    public async Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(
        string queueArn, int max, TimeSpan wait, TimeSpan? visibility, CancellationToken cancellationToken)
    {
        var slot = Find(queueArn);
        var deadline = _time.GetUtcNow() + wait;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Taken taken;
            LinkedListNode<TaskCompletionSource>? receiver = null;
            lock (_gate)
            {
                var now = _time.GetUtcNow();
                taken = Take(slot.State, max, now, visibility ?? slot.State.Definition.VisibilityTimeout);
                slot.Changed();
                if (taken.Received.Count == 0 && now < deadline)
                {
                    receiver = slot.Receivers.Join();
                }
            }
            await RecordAsync(slot.State.Definition, taken);
            if (receiver is null)
            {
                return [.. taken.Received.Select(entry => entry.Message)];
            }

            await WaitAsync(slot, receiver, deadline - _time.GetUtcNow(), cancellationToken);
        }
    }

    /// <summary>Makes a message in flight visible <paramref name="visibility"/> from now; zero means at once.</summary>
    /// <exception cref="QueueNotFoundException">No such queue.</exception>
    /// <exception cref="ReceiptHandleInvalidException">Not a receipt handle.</exception>
    /// <exception cref="MessageNotInFlightException">The message is visible again, or was received by somebody else.</exception>
    public Task ChangeVisibilityAsync(
        string queueArn, string receiptHandle, TimeSpan visibility, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var slot = Find(queueArn);
        var handle = Parse(receiptHandle);
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            slot.State.Advance(now);
            if (slot.State.Find(handle) is not { State: EntryState.InFlight } entry)
            {
                throw new MessageNotInFlightException(receiptHandle);
            }

            slot.State.ChangeVisibility(entry, now + visibility, now);
            slot.Changed();
        }
        return Task.CompletedTask;
    }

    private Taken Take(QueueState queue, int max, DateTimeOffset now, TimeSpan visibility)
    {
        var taken = new Taken([], [], []);
        queue.Advance(now);
        while (taken.Received.Count < max && queue.NextVisible() is { } entry)
        {
            if (queue.IsExpired(entry, now))
            {
                queue.Remove(entry);
                taken.Expired.Add(entry);
            }
            else if (queue.IsExhausted(entry))
            {
                queue.Remove(entry);
                taken.DeadLetters.Add(DeadLetter(entry, queue.Definition, now));
                Expect(1);
            }
            else
            {
                queue.PutInFlight(entry, new ReceiptHandle(_store.Opened, entry.Message.Sequence, ++_lastReceive), now, visibility);
                taken.Received.Add((entry.Received(), entry.Message.Sequence));
            }
        }
        return taken;
    }

    private static StoredMessage DeadLetter(QueueEntry entry, Queue queue, DateTimeOffset now) => entry.Message with
    {
        QueueArn = queue.Redrive!.DeadLetterArn,
        DeadLetterSourceArn = queue.Arn,
        ArrivedAt = now,
        AvailableAt = now,
        ReceiveCount = entry.ReceiveCount,
        ReceivedElsewhere = entry.ReceiveCount,
        FirstReceivedAt = entry.FirstReceivedAt,
    };

    /// <summary>Writes what a receive did; nobody waits for it, for a receive promises nothing but what a crash gives back.</summary>
    private async Task RecordAsync(Queue queue, Taken taken)
    {
        if (taken.IsEmpty)
        {
            return;
        }
        var deadLetters = taken.DeadLetters.Count; // Before the writer leaves out those that have been deleted.
        // Not cancellable: the messages have already left their place in memory.
        var written = await _store.EnqueueAsync(taken.Write, () => Arrive(taken.DeadLetters, deadLetters), CancellationToken.None);
        _ = written.ContinueWith(
            task => Unwritten(queue, deadLetters, task.Exception!),
            CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    private void Unwritten(Queue queue, int deadLetters, Exception error)
    {
        Settle(deadLetters);
        LogUnwritten(_log, queue.Arn, error);
    }

    private async Task WaitAsync(
        Slot slot, LinkedListNode<TaskCompletionSource> receiver, TimeSpan wait, CancellationToken cancellationToken)
    {
        // Neither a timeout nor a cancellation is an error here: the caller looks once more, and then knows.
        await receiver.Value.Task.WaitAsync(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, _time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
        {
            // Woken, but leaving: the message that woke us is for somebody else.
            if (!slot.Receivers.Leave(receiver) && cancellationToken.IsCancellationRequested)
            {
                slot.Receivers.WakeOne();
            }
        }
    }

    private static ReceiptHandle Parse(string handle) =>
        ReceiptHandle.TryParse(handle, out var parsed) ? parsed : throw new ReceiptHandleInvalidException(handle);

    /// <summary>What one receive took out of a queue.</summary>
    private sealed record Taken(
        List<(ReceivedMessage Message, long Sequence)> Received, List<StoredMessage> DeadLetters, List<QueueEntry> Expired)
    {
        public bool IsEmpty => Received.Count + DeadLetters.Count + Expired.Count == 0;

        public void Write(StoreTransaction transaction)
        {
            foreach (var (message, sequence) in Received)
            {
                transaction.Received(sequence, message.ReceiveCount, message.FirstReceivedAt);
            }

            DeadLetters.RemoveAll(message => !transaction.Move(message));

            DeleteRows(transaction, Expired);
        }
    }
}

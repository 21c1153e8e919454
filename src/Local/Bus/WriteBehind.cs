using Microsoft.Extensions.Logging;
using Waybill.Local.Account;
using Waybill.Local.Bus.Storage;

namespace Waybill.Local.Bus;

/// <summary>Writes what receives did; nobody waits for it, for a receive promises nothing but what a crash gives back.</summary>
/// <remarks>A receive that never got to the disk has not happened: the message is visible at the next start, as before it.</remarks>
internal sealed partial class WriteBehind(Queues queues, BusStore store, ILogger log)
{
    /// <summary>Hands over what a receive took; the task completes when it has been handed over, not when it is on disk.</summary>
    public async Task RecordAsync(Queue queue, Taken taken)
    {
        if (taken.IsEmpty)
        {
            return;
        }

        var deadLetters = taken.DeadLetters.Count; // Before the writer leaves out those that have been deleted.
        await RecordAsync(
            queue, transaction => taken.Write(transaction, queues.Find), () => queues.Arrive(taken.DeadLetters, deadLetters), deadLetters);
    }

    /// <summary>Hands over that a message in flight becomes visible at another time.</summary>
    public Task RecordAsync(Queue queue, long sequence, DateTimeOffset visibleAt, long change) =>
        RecordAsync(
            queue, transaction => transaction.Messages.ChangeVisibility(sequence, visibleAt, change), committed: null, deadLetters: 0);

    /// <summary>Records what a sweep took, while laptop mode may be ending: then the next start sweeps again.</summary>
    public async Task RecordSweptAsync(Queue queue, Taken taken)
    {
        try
        {
            await RecordAsync(queue, taken);
        }
        catch (ObjectDisposedException error)
        {
            Unwritten(queue, deadLetters: 0, error);
        }
    }

    /// <summary>Forgets what FIFO queues need not remember any longer; if that fails, the next sweep does it.</summary>
    public async Task ForgetTakenAsync(DateTimeOffset now)
    {
        try
        {
            await store.CommitAsync(transaction => transaction.Messages.ForgetTaken(now), committed: null, CancellationToken.None);
        }
        catch (ObjectDisposedException)
        {
            // Laptop mode is ending.
        }
    }

    private async Task RecordAsync(Queue queue, Action<StoreTransaction> write, Action? committed, int deadLetters)
    {
        // Not cancellable: in memory it has already happened.
        var written = await store.EnqueueAsync(write, committed, CancellationToken.None);
        _ = written.ContinueWith(
            task => Unwritten(queue, deadLetters, task.Exception!),
            CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    private void Unwritten(Queue queue, int deadLetters, Exception error)
    {
        queues.Settle(deadLetters);
        LogUnwritten(log, queue.Arn, error);
    }

    [LoggerMessage(
        Level = LogLevel.Critical, Message = "Queue {Arn}: a change could not be written; the message comes back at the next start")]
    private static partial void LogUnwritten(ILogger log, string arn, Exception error);
}

/// <summary>A message that was received, and what the store is to know of that.</summary>
internal sealed record Receipt(ReceivedMessage Message, long Sequence, DateTimeOffset VisibleAt, long Stamp);

/// <summary>What one receive, or a sweep, took out of a queue.</summary>
/// <param name="Received">What goes to the receiver.</param>
/// <param name="DeadLetters">What goes to the dead-letter queue instead.</param>
/// <param name="Expired">What goes nowhere.</param>
/// <param name="Stamp">The number of this happening, below those of all later ones.</param>
internal sealed record Taken(List<Receipt> Received, List<StoredMessage> DeadLetters, List<QueueEntry> Expired, long Stamp)
{
    public bool IsEmpty => Received.Count + DeadLetters.Count + Expired.Count == 0;

    /// <remarks>A dead-letter queue may have been deleted since; then the message stays where it is on disk, for the next start.</remarks>
    public void Write(StoreTransaction transaction, Func<string, MessageQueue?> find)
    {
        var messages = transaction.Messages;
        foreach (var (message, sequence, visibleAt, stamp) in Received)
        {
            messages.Received(sequence, message.ReceiveCount, message.FirstReceivedAt, visibleAt, stamp);
        }

        DeadLetters.RemoveAll(message => find(message.QueueArn) is null || !messages.Move(message, Stamp));
        Expired.ForEach(entry => messages.Delete(entry.Message.Sequence));
    }
}

using Microsoft.Extensions.Logging;
using Waybill.Local.Account;
using Waybill.Local.Bus.Storage;

namespace Waybill.Local.Bus;

/// <summary>Writes what receives did; nobody waits for it, for a receive promises nothing but what a crash gives back.</summary>
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
        // Not cancellable: the messages have already left their place in memory.
        var written = await store.EnqueueAsync(taken.Write, () => queues.Arrive(taken.DeadLetters, deadLetters), CancellationToken.None);
        _ = written.ContinueWith(
            task => Unwritten(queue, deadLetters, task.Exception!),
            CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

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

    private void Unwritten(Queue queue, int deadLetters, Exception error)
    {
        queues.Settle(deadLetters);
        LogUnwritten(log, queue.Arn, error);
    }

    [LoggerMessage(
        Level = LogLevel.Critical, Message = "Queue {Arn}: a change could not be written; the message comes back at the next start")]
    private static partial void LogUnwritten(ILogger log, string arn, Exception error);
}

/// <summary>What one receive, or a sweep, took out of a queue.</summary>
internal sealed record Taken(
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
        Expired.ForEach(entry => transaction.DeleteMessage(entry.Message.Sequence));
    }
}

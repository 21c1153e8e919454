using Waybill.Local.Account;
using Waybill.Local.Bus.Storage;

namespace Waybill.Local.Bus;

public sealed partial class Queues
{
    /// <summary>Deletes messages; on disk when the task completes. A handle that is no longer the latest deletes nothing, as in SQS.</summary>
    /// <exception cref="QueueNotFoundException">No such queue.</exception>
    /// <exception cref="ReceiptHandleInvalidException">Not a receipt handle; then nothing is deleted.</exception>
    public async Task DeleteAsync(string queueArn, IReadOnlyCollection<string> receiptHandles, CancellationToken cancellationToken)
    {
        var slot = Find(queueArn);
        var handles = receiptHandles.Select(Parse).ToArray();
        QueueEntry[] entries;
        lock (_gate)
        {
            entries = [.. handles.Select(slot.State.Find).OfType<QueueEntry>()];
        }

        if (entries.Length == 0)
        {
            return;
        }

        await _store.CommitAsync(
            transaction => DeleteRows(transaction, entries), () => Forget(slot, entries), cancellationToken);
    }

    /// <summary>Deletes every message of the queue.</summary>
    /// <exception cref="QueueNotFoundException">No such queue.</exception>
    public async Task PurgeAsync(string queueArn, CancellationToken cancellationToken)
    {
        var slot = Find(queueArn);
        QueueEntry[] entries;
        lock (_gate)
        {
            entries = [.. slot.State.All()];
        }

        await _store.CommitAsync(transaction => DeleteRows(transaction, entries), () => Forget(slot, entries), cancellationToken);
    }

    private void Forget(Slot slot, IEnumerable<QueueEntry> entries)
    {
        lock (_gate)
        {
            foreach (var entry in entries)
            {
                if (entry.State != EntryState.Gone)
                {
                    slot.State.Remove(entry);
                }
            }

            slot.Changed();
        }
    }

    private void Sweep()
    {
        foreach (var slot in _queues.Values)
        {
            var taken = new Taken([], [], []);
            lock (_gate)
            {
                var now = _time.GetUtcNow();
                foreach (var entry in slot.State.All().Where(entry => slot.State.IsExpired(entry, now)))
                {
                    slot.State.Remove(entry);
                    taken.Expired.Add(entry);
                }
            }
            _ = SweptAsync(slot.State.Definition, taken);
        }
    }

    private async Task SweptAsync(Queue queue, Taken taken)
    {
        try
        {
            await RecordAsync(queue, taken);
        }
        catch (ObjectDisposedException error)
        {
            // Swept while laptop mode ends: the next start sweeps again.
            Unwritten(queue, deadLetters: 0, error);
        }
    }

    private static void DeleteRows(StoreTransaction transaction, IEnumerable<QueueEntry> entries)
    {
        foreach (var entry in entries)
        {
            transaction.DeleteMessage(entry.Message.Sequence);
        }
    }
}

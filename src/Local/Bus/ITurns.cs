namespace Waybill.Local.Bus;

/// <summary>Which of a queue's visible messages is received next; callers hold the lock of <see cref="Queues"/>.</summary>
internal interface ITurns
{
    bool HasNext { get; }

    /// <summary>A message is new in the queue; its state comes after.</summary>
    void Add(QueueEntry entry);

    /// <summary>A message is in another state than before.</summary>
    void Entered(QueueEntry entry, EntryState before);

    /// <summary>The next of a receive, or null; whoever takes it changes its state before asking again.</summary>
    QueueEntry? Next();

    /// <summary>The receive has all it gets.</summary>
    void EndReceive();
}

/// <summary>How a standard queue is received: what became visible first, first.</summary>
internal sealed class StandardTurns : ITurns
{
    private readonly Queue<QueueEntry> _visible = [];
    private int _count;

    public bool HasNext => _count > 0;

    public void Add(QueueEntry entry)
    {
        // It is known once it is visible.
    }

    public void Entered(QueueEntry entry, EntryState before)
    {
        _count -= before == EntryState.Visible ? 1 : 0;
        if (entry.State == EntryState.Visible)
        {
            _count++;
            _visible.Enqueue(entry);
        }
    }

    public QueueEntry? Next()
    {
        while (_visible.TryDequeue(out var entry))
        {
            if (entry.State == EntryState.Visible)
            {
                return entry;
            }
        }

        return null;
    }

    public void EndReceive()
    {
        // One receive is like another.
    }
}

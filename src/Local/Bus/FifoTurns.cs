namespace Waybill.Local.Bus;

/// <summary>How a FIFO queue is received: within a message group as sent, one receive at a time; the groups take turns.</summary>
/// <remarks>
/// While a message of a group is in flight, no other receive gets one of that group; one receive may get several, in order. A message that
/// is delayed holds up those behind it (SQS developer guide, "FIFO queue delivery logic").
/// </remarks>
internal sealed class FifoTurns : ITurns
{
    private readonly Dictionary<string, Group> _groups = new(StringComparer.Ordinal);

    /// <summary>Groups that may have a message to give; one that no longer does leaves when it is its turn.</summary>
    private readonly Queue<Group> _waiting = [];

    /// <summary>What the receive that is going on may take next of the group it took from.</summary>
    private LinkedListNode<QueueEntry>? _following;

    public bool HasNext
    {
        get
        {
            while (_waiting.TryPeek(out var group) && !group.IsReady)
            {
                _waiting.Dequeue();
                group.HasTurn = false;
            }

            return _waiting.Count > 0;
        }
    }

    public void Add(QueueEntry entry)
    {
        var group = GroupOf(entry);
        var after = group.Entries.Last;
        while (after is not null && Number(after.Value) > Number(entry))
        {
            after = after.Previous;
        }

        entry.InGroup = after is null ? group.Entries.AddFirst(entry) : group.Entries.AddAfter(after, entry);
    }

    public void Entered(QueueEntry entry, EntryState before)
    {
        var group = GroupOf(entry);
        group.InFlight += (entry.State == EntryState.InFlight ? 1 : 0) - (before == EntryState.InFlight ? 1 : 0);
        if (entry.State == EntryState.Gone)
        {
            group.Entries.Remove(entry.InGroup!);
        }

        if (group.Entries.Count == 0)
        {
            _groups.Remove(group.Id);
        }
        else if (group is { IsReady: true, HasTurn: false })
        {
            group.HasTurn = true;
            _waiting.Enqueue(group);
        }
    }

    public QueueEntry? Next()
    {
        var next = _following is { Value.State: EntryState.Visible } ? _following : HasNext ? Take(_waiting.Dequeue()) : null;
        _following = next?.Next;
        return next?.Value;
    }

    public void EndReceive() => _following = null;

    private static LinkedListNode<QueueEntry> Take(Group group)
    {
        group.HasTurn = false;
        return group.Entries.First!;
    }

    private Group GroupOf(QueueEntry entry)
    {
        var id = entry.Message.GroupId ?? "";
        return _groups.TryGetValue(id, out var group) ? group : _groups[id] = new Group(id);
    }

    private static long Number(QueueEntry entry) => entry.Message.Fifo?.Number ?? 0;

    private sealed class Group(string id)
    {
        public string Id { get; } = id;

        /// <summary>All its messages, in the order of their numbers.</summary>
        public LinkedList<QueueEntry> Entries { get; } = [];

        public int InFlight { get; set; }

        /// <summary>Whether it waits among those that may give a message.</summary>
        public bool HasTurn { get; set; }

        public bool IsReady => InFlight == 0 && Entries.First is { Value.State: EntryState.Visible };
    }
}

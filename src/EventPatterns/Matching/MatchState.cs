using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Indexing;
using Waybill.EventPatterns.Operators;

namespace Waybill.EventPatterns.Matching;

/// <summary>What is known of one event while it is held against one index; used for event after event, by one thread at a time.</summary>
internal sealed class MatchState
{
    // Of an event in more partitions every combination is looked at, which is less than asking all leaves in all of them.
    private const int MostPartitions = 8;

    private readonly KeyQuestions _questions;
    private RuleIndex _index = null!;
    private FieldLeaves[] _fields = [];

    public MatchState() => _questions = new KeyQuestions(Leaves);

    public EventLeaves Leaves { get; } = new();

    /// <summary>The number of the event.</summary>
    public int Event { get; private set; }

    /// <summary>What the keys that were found lead to.</summary>
    public ReadOnlySpan<RuleIndex.Entry> Reached => _questions.Reached;

    /// <summary>How many keys were looked up.</summary>
    public int LookedUp => _questions.LookedUp;

    /// <summary>How many times an operator was held against a leaf.</summary>
    public int Compared { get; private set; }

    /// <summary>Whether the event is in so many partitions that every combination is to be looked at.</summary>
    public bool ReachesAll => _questions.Partitions.Length > MostPartitions;

    /// <summary>Begins with the next event.</summary>
    public void Begin(RuleIndex index)
    {
        if (!ReferenceEquals(_index, index) || Event == int.MaxValue)
        {
            _index = index;
            Event = 0;
            _fields = new FieldLeaves[index.Plans.Plain.Length];
        }

        Event++;
        Compared = 0;
        Leaves.Clear();
        _questions.Begin(index);
    }

    /// <summary>Looks up all keys that the event's leaves have: first of the partition field, whose values say what else to ask.</summary>
    public void AskAll(ReadOnlySpan<byte> @event)
    {
        var leaves = Leaves.All;
        for (var leaf = 0; leaf < leaves.Length; leaf++)
        {
            Link(leaf, ref leaves[leaf]);
        }

        AskPartitionField(@event);
        Ask(_index.Plans.Plain, @event);
        for (var i = 0; i < _questions.Partitions.Length && !ReachesAll; i++)
        {
            Ask(_index.Plans.InPartition(_questions.Partitions[i]), @event);
        }

        _questions.Answer(@event);
    }

    /// <summary>The leaves of a field; those of an earlier event if <see cref="FieldLeaves.Event"/> is not this one's number.</summary>
    public ref readonly FieldLeaves Of(int field) => ref _fields[field];

    /// <summary>Whether a condition holds for a leaf, arrays aside.</summary>
    public bool Satisfies(int leaf, Operator condition, ReadOnlySpan<byte> @event)
    {
        Compared++;
        return condition.Matches(Leaves.Value(leaf, @event));
    }

    /// <summary>Looks up which values the leaves of a field have, unless that was done: few fields' are ever of interest.</summary>
    public void LookUpValues(int field, ReadOnlySpan<byte> @event)
    {
        ref var known = ref _fields[field];
        if (known.Event == Event && !known.HaveValues)
        {
            known.HaveValues = true;
            AskEach(field, _index.Plans.Values[field], @event);
        }
    }

    /// <summary>The last leaf with a value, of those that were looked up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int LeafOf(int value) => _questions.LeafOf(value);

    /// <summary>Adds a leaf to those of its field.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Link(int leaf, ref Leaf at)
    {
        at.Next = EventLeaves.None;
        at.NextOfValue = EventLeaves.None;
        ref var known = ref _fields[at.Field];
        if (known.Event != Event)
        {
            known = new FieldLeaves { Event = Event, First = leaf };
        }
        else
        {
            Leaves[known.Last].Next = leaf;
        }

        known.Last = leaf;
        known.AreInElements |= at.Element != EventLeaves.Whole;
    }

    private void AskPartitionField(ReadOnlySpan<byte> @event)
    {
        var field = _index.PartitionField;
        if (field != FieldNode.NoField && _fields[field].Event == Event)
        {
            AskEach(field, _index.Plans.First, @event);
            LookUpValues(field, @event);
        }
    }

    private void AskEach(int field, FieldPlan? plan, ReadOnlySpan<byte> @event)
    {
        for (var leaf = plan is null ? EventLeaves.None : _fields[field].First; leaf != EventLeaves.None; leaf = Leaves[leaf].Next)
        {
            Ask(plan!, leaf, @event);
        }

        _questions.Answer(@event);
    }

    /// <summary>Asks all leaves for what these plans say of their fields.</summary>
    private void Ask(ReadOnlySpan<FieldPlan?> plans, ReadOnlySpan<byte> @event)
    {
        var leaves = Leaves.All;
        for (var leaf = 0; leaf < leaves.Length; leaf++)
        {
            if (plans[leaves[leaf].Field] is { } plan)
            {
                Ask(plan, leaf, @event);
            }
        }
    }

    /// <summary>Asks a leaf, and looks up what was asked if that has become much.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Ask(FieldPlan plan, int leaf, ReadOnlySpan<byte> @event)
    {
        ref readonly var at = ref Leaves[leaf];
        plan.Ask(leaf, at, Leaves.Source(at, @event), _questions);
        if (_questions.AreMany) // Survives: when they are answered only bounds the memory.
        {
            _questions.Answer(@event);
        }
    }
}

/// <summary>The leaves of a field, from the first to the last.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct FieldLeaves
{
    /// <summary>The event they are of.</summary>
    public int Event;

    public int First;
    public int Last;

    /// <summary>Whether it was looked up which values they have.</summary>
    public bool HaveValues;

    /// <summary>Whether one of them lies in an array's element.</summary>
    public bool AreInElements;
}

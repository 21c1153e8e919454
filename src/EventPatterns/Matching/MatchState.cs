using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Indexing;

namespace Waybill.EventPatterns.Matching;

/// <summary>What is known of one event while it is held against one index; used again for the next event, and by one thread at a time.</summary>
/// <remarks>Nothing is emptied between events: what was written for an earlier one carries that one's number and does not count.</remarks>
internal sealed class MatchState
{
    private readonly Grown<RuleIndex.Entry> _reached = new();
    private readonly Grown<byte> _folded = new();
    private RuleIndex _index = null!;
    private FieldLeaves[] _fields = [];
    private Stamped[] _values = [];
    private int[] _seenKeys = [];

    public EventLeaves Leaves { get; } = new();

    /// <summary>The number of the event.</summary>
    public int Event { get; private set; }

    /// <summary>What the keys that were found lead to.</summary>
    public ReadOnlySpan<RuleIndex.Entry> Reached => _reached.Span;

    /// <summary>Begins with the next event.</summary>
    /// <returns>Whether the index is another than for the event before.</returns>
    public bool Begin(RuleIndex index)
    {
        var isOther = !ReferenceEquals(_index, index) || Event == int.MaxValue;
        if (isOther)
        {
            _index = index;
            Event = 0;
            _fields = new FieldLeaves[index.ByField.Length];
            _values = new Stamped[index.ValueCount];
            _seenKeys = new int[index.Keys.Length - index.ValueCount];
        }

        Event++;
        Leaves.Clear();
        _reached.Clear();
        return isOther;
    }

    /// <summary>Takes note of a leaf.</summary>
    public void Found(int field, int leaf, ReadOnlySpan<byte> @event)
    {
        ref var at = ref Leaves[leaf];
        ref var known = ref _fields[field];
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
        _index.ByField[field].Find(leaf, ref at, Leaves.Source(at, @event), this);
    }

    /// <summary>Takes note that a leaf has a value that rules name; nothing for <see cref="ValueTable.None"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void FoundValue(int value, int leaf)
    {
        if (value == ValueTable.None)
        {
            return;
        }

        ref var known = ref _values[value];
        if (known.Event == Event)
        {
            Leaves[leaf].NextOfValue = known.Number;
        }
        else
        {
            _reached.Add(_index.Keys[value]);
        }

        known = new Stamped(Event, leaf);
    }

    /// <summary>Takes note that the rules of a key, which is not a leaf's value, are to be looked at.</summary>
    public void Reach(int key)
    {
        ref var seen = ref _seenKeys[key - _index.ValueCount];
        if (seen != Event)
        {
            seen = Event;
            _reached.Add(_index.Keys[key]);
        }
    }

    /// <summary>Whether <see cref="Reach"/> was called for a key.</summary>
    public bool IsReached(int key) => _seenKeys[key - _index.ValueCount] == Event;

    /// <summary>The text in lower case, as far as it is ASCII; until the next call.</summary>
    public ReadOnlySpan<byte> Folded(ReadOnlySpan<byte> text)
    {
        _folded.Clear();
        var folded = _folded.Reserve(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var value = text[i];
            folded[i] = char.IsAsciiLetterUpper((char)value) ? (byte)(value | 0x20) : value;
        }

        return folded;
    }

    /// <summary>The leaves of a field; those of an earlier event if <see cref="FieldLeaves.Event"/> is not this one's number.</summary>
    public ref readonly FieldLeaves Of(int field) => ref _fields[field];

    /// <summary>The last leaf with a value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int LeafOf(int value)
    {
        ref var known = ref _values[value];
        return known.Event == Event ? known.Number : EventLeaves.None;
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

    /// <summary>Whether one of them lies in an array's element.</summary>
    public bool AreInElements;
}

/// <summary>A number that counts for one event only.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Stamped(int Event, int Number);

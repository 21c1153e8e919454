using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Indexing;

namespace Waybill.EventPatterns.Matching;

/// <summary>What is known of one event while it is held against one index; used again for the next event, and by one thread at a time.</summary>
/// <remarks>
/// While the event is read, the keys its leaves may have are only noted and their memory asked for; they are looked up together
/// afterwards, so that an index which is larger than the processor's caches is not waited for key by key.
/// </remarks>
internal sealed class MatchState
{
    private readonly Grown<Question> _questions = new();
    private readonly Grown<RuleIndex.Entry> _reached = new();
    private readonly Grown<byte> _folded = new();
    private readonly EventMap _keys = new();
    private RuleIndex _index = null!;
    private FieldLeaves[] _fields = [];

    public EventLeaves Leaves { get; } = new();

    /// <summary>The number of the event.</summary>
    public int Event { get; private set; }

    /// <summary>What the keys that were found lead to.</summary>
    public ReadOnlySpan<RuleIndex.Entry> Reached => _reached.Span;

    /// <summary>Begins with the next event.</summary>
    /// <returns>Whether the index is another than for the event before.</returns>
    public bool Begin(RuleIndex index)
    {
        var isOther = !ReferenceEquals(_index, index) || Event == MaxEvent;
        if (isOther)
        {
            _index = index;
            Event = 0;
            _fields = new FieldLeaves[index.ByField.Length];
        }

        Event++;
        Leaves.Clear();
        _questions.Clear();
        _reached.Clear();
        _folded.Clear();
        _keys.Clear();
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
        _index.ByField[field].Ask(leaf, at, Leaves.Source(at, @event), this);
    }

    /// <summary>Asks whether a leaf has a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="leaf">The leaf.</param>
    /// <param name="start">Where the key's text starts, in the bytes that the leaf's text lies in.</param>
    /// <param name="length">The text's length.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Ask(in KeyText key, int leaf, int start = 0, int length = 0)
    {
        var hash = key.Hash();
        if (_index.Table.MayHave(hash))
        {
            _questions.Add(new Question(key, _index.Table.Approach(hash), leaf, start, length, IsFolded: false));
        }
    }

    /// <summary>Asks the same of a text in lower case, as far as it is ASCII.</summary>
    public void AskFolded(uint tag, ReadOnlySpan<byte> text, int leaf)
    {
        var start = _folded.Count;
        var folded = _folded.Reserve(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var value = text[i];
            folded[i] = char.IsAsciiLetterUpper((char)value) ? (byte)(value | 0x20) : value;
        }

        var key = KeyText.Of(tag, folded);
        var hash = key.Hash();
        if (_index.Table.MayHave(hash))
        {
            _folded.Count += text.Length;
            _questions.Add(new Question(key, _index.Table.Approach(hash), leaf, start, text.Length, IsFolded: true));
        }
    }

    /// <summary>Looks up everything that was asked.</summary>
    public void Answer(ReadOnlySpan<byte> @event)
    {
        var table = _index.Table;
        foreach (ref readonly var question in _questions.Span)
        {
            var longText = question.Key.IsLong ? Text(question, @event) : default;
            ref var slot = ref table.Find(question.Key, question.Slot, longText);
            if (slot.Tag != 0)
            {
                Has(slot, question.Leaf);
            }
        }
    }

    /// <summary>Takes note that the rules of a key, which is not found by its bytes, are to be looked at.</summary>
    public void Reach(int key)
    {
        ref var known = ref _keys[key];
        if (known == EventMap.None)
        {
            known = 0;
            Reach(_index.Keys[key]);
        }
    }

    /// <summary>Whether <see cref="Reach(int)"/> was called for a key.</summary>
    public bool IsReached(int key) => _keys.Of(key) != EventMap.None;

    /// <summary>The leaves of a field; those of an earlier event if <see cref="FieldLeaves.Event"/> is not this one's number.</summary>
    public ref readonly FieldLeaves Of(int field) => ref _fields[field];

    /// <summary>The last leaf with a value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int LeafOf(int value) => _keys.Of(value);

    private void Has(in KeyTable.Slot slot, int leaf)
    {
        ref var known = ref _keys[slot.Number];
        if (known == EventMap.None)
        {
            known = leaf;
            Reach(slot.Entry);
        }
        else if (slot.IsValue)
        {
            Leaves[leaf].NextOfValue = known;
            known = leaf;
        }
    }

    private void Reach(in RuleIndex.Entry entry)
    {
        if (entry is { IsList: true, Count: 0 })
        {
            return;
        }

        _index.Approach(entry);
        _reached.Add(entry);
    }

    private ReadOnlySpan<byte> Text(in Question question, ReadOnlySpan<byte> @event)
    {
        var source = question.IsFolded ? _folded.Span : Leaves.Source(Leaves[question.Leaf], @event);
        return source.Slice(question.Start, question.Length);
    }

    // The lowest bit of what is stamped with an event's number is free.
    private const int MaxEvent = int.MaxValue / 2;

    /// <summary>Whether a leaf has a key.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Question(KeyText Key, int Slot, int Leaf, int Start, int Length, bool IsFolded);
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

using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Memory;
using Waybill.EventPatterns.Text;

namespace Waybill.EventPatterns.Indexing;

/// <summary>Asks an index which keys the leaves of an event have, and keeps what is found.</summary>
/// <remarks>
/// A question is only noted and its place in memory asked for; all are answered together afterwards, so that an index which is larger than
/// the processor's caches is not waited for key by key.
/// </remarks>
internal sealed class KeyQuestions(EventLeaves leaves)
{
    // After so many questions they are to be answered, so that what an event asks never takes more memory than the event.
    private const int Many = 256;

    private readonly Grown<Question> _questions = new();
    private readonly Grown<RuleIndex.Entry> _reached = new();
    private readonly Grown<byte> _folded = new();
    private readonly EventMap _found = new();
    private readonly Grown<int> _partitions = new();
    private RuleIndex _index = null!;
    private KeyTable _table = null!;

    /// <summary>What the keys that were found lead to.</summary>
    public ReadOnlySpan<RuleIndex.Entry> Reached => _reached.Span;

    /// <summary>The partitions that the event is in.</summary>
    public ReadOnlySpan<int> Partitions => _partitions.Span;

    /// <summary>How many keys were looked up.</summary>
    public int LookedUp { get; private set; }

    public bool AreMany => _questions.Count >= Many;

    /// <summary>Begins with the next event.</summary>
    public void Begin(RuleIndex index)
    {
        (_index, _table) = (index, index.Table);
        _questions.Clear();
        _reached.Clear();
        _folded.Clear();
        _found.Clear();
        _partitions.Clear();
        LookedUp = 0;
    }

    /// <summary>Asks whether a leaf has a key; the text of a long one starts so far in the bytes of the leaf.</summary>
    public void Ask(KeyText key, int leaf, int start = 0)
    {
        var hash = key.Hash();
        if (_table.MayHave(hash))
        {
            _questions.Add(new Question(key, _table.Approach(hash), leaf, start));
        }
    }

    /// <summary>Asks the same of a text in lower case; there is no such key that is not ASCII.</summary>
    public void AskFolded(uint tag, ReadOnlySpan<byte> text, int leaf)
    {
        var start = _folded.Count;
        var folded = _folded.Reserve(text.Length);
        if (Ascii.ToLower(text, folded, out _) != OperationStatus.Done)
        {
            return;
        }

        var key = KeyText.Of(tag, folded);
        var hash = key.Hash();
        if (_table.MayHave(hash))
        {
            _folded.Count += text.Length;
            _questions.Add(new Question(key, _table.Approach(hash), leaf, ~start));
        }
    }

    /// <summary>Looks up everything that was asked and not looked up yet.</summary>
    public void Answer(ReadOnlySpan<byte> @event)
    {
        var table = _table;
        foreach (ref readonly var question in _questions.Span)
        {
            var longText = question.Key.IsLong ? Text(question, @event) : default;
            ref var slot = ref table.Find(question.Key, question.Slot, longText);
            if (slot.Tag != 0)
            {
                Has(slot, question.Leaf);
            }
        }

        LookedUp += _questions.Count;
        _questions.Clear();
    }

    /// <summary>Takes note that a key is looked up elsewhere.</summary>
    public void CountLookUp() => LookedUp++;

    /// <summary>Takes note that what a key leads to is to be looked at.</summary>
    public void Reach(int key, in RuleIndex.Entry entry)
    {
        ref var known = ref _found[key];
        if (known == EventMap.None)
        {
            known = 0;
            Reach(entry);
        }
    }

    /// <summary>Whether a key was found before.</summary>
    public bool IsFound(int key) => _found.Of(key) != EventMap.None;

    /// <summary>The last leaf with a value, of those that were asked for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int LeafOf(int value) => _found.Of(value);

    private void Has(in KeyTable.Slot slot, int leaf)
    {
        ref var known = ref _found[slot.Number];
        if (slot.IsValue)
        {
            if (known != EventMap.None)
            {
                leaves[leaf].NextOfValue = known;
                known = leaf;
                return;
            }

            if (slot.Number < _index.Partitions)
            {
                _partitions.Add(slot.Number);
            }
        }
        else if (known != EventMap.None)
        {
            return;
        }

        known = leaf;
        Reach(slot.Entry);
    }

    private void Reach(in RuleIndex.Entry entry)
    {
        if (entry.Count > 0)
        {
            _index.Approach(entry);
            _reached.Add(entry);
        }
    }

    private ReadOnlySpan<byte> Text(in Question question, ReadOnlySpan<byte> @event)
    {
        var length = (int)question.Key.Last;
        return question.Start < 0
            ? _folded.Span.Slice(~question.Start, length)
            : leaves.Source(leaves[question.Leaf], @event).Slice(question.Start, length);
    }

    /// <summary>Whether a leaf has a key, whose text, if it is long, starts so far in the leaf or, as <c>~</c>, in lower case.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Question(KeyText Key, int Slot, int Leaf, int Start);
}

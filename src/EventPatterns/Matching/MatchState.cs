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
    private readonly EventMap _visited = new();
    private readonly Grown<int> _leads = new();
    private RuleIndex _index = null!;
    private FieldLeaves[] _fields = [];

    // Whether something was asked before all leading values were known.
    private bool _askedEarly;

    public EventLeaves Leaves { get; } = new();

    /// <summary>The number of the event.</summary>
    public int Event { get; private set; }

    /// <summary>What the keys that were found lead to.</summary>
    public ReadOnlySpan<RuleIndex.Entry> Reached => _reached.Span;

    /// <summary>Whether the event has so many leading values that every rule is to be looked at.</summary>
    public bool ReachesAll => _leads.Count > Lead.MaxValues;

    /// <summary>Whether the event must be read again, since leading values turned up after other leaves.</summary>
    public bool MustReadAgain => _askedEarly && _leads.Count > 0 && !ReachesAll;

    /// <summary>Begins with the next event.</summary>
    public void Begin(RuleIndex index)
    {
        if (!ReferenceEquals(_index, index) || Event >= int.MaxValue - 1)
        {
            _index = index;
            Event = 0;
            _fields = new FieldLeaves[index.ByField.Length + 1];
        }

        _leads.Clear();
        BeginReading();
    }

    /// <summary>Begins to read the event, or to read it again with all leading values known.</summary>
    public void BeginReading()
    {
        Event++;
        _fields[^1] = new FieldLeaves { Event = Event, Values = ulong.MaxValue };
        Leaves.Clear();
        _questions.Clear();
        _reached.Clear();
        _folded.Clear();
        _keys.Clear();
        _visited.Clear();
        _askedEarly = false;
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
        at.Field = field;
        _index.ByField[field].Ask(leaf, @event, this);
        if (field == _index.Lead.Field)
        {
            Answer(@event);
        }
    }

    /// <summary>Asks whether a leaf has a key, alone or together with a leading value.</summary>
    /// <param name="key">The key.</param>
    /// <param name="leaf">The leaf.</param>
    /// <param name="start">Where the key's text starts, in the bytes that the leaf's text lies in.</param>
    /// <param name="length">The text's length.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Ask(in KeyText key, int leaf, int start = 0, int length = 0) => Ask(key, leaf, start, length, isFolded: false);

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

        var asked = _questions.Count;
        Ask(KeyText.Of(tag, folded), leaf, start, text.Length, isFolded: true);
        _folded.Count = _questions.Count > asked ? start + text.Length : start;
    }

    /// <summary>Looks up what was asked if that has become much, so that it never takes more memory than the event.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AnswerIfMany(ReadOnlySpan<byte> @event)
    {
        const int Many = 1024;
        if (_questions.Count >= Many)
        {
            Answer(@event);
        }
    }

    /// <summary>Looks up everything that was asked and not looked up yet.</summary>
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

        _questions.Clear();
    }

    /// <summary>Whether a node of a <see cref="RangeIndex"/> was not visited before.</summary>
    public bool IsFirstVisit(int node)
    {
        ref var known = ref _visited[node];
        var isFirst = known == EventMap.None;
        known = 0;
        return isFirst;
    }

    /// <summary>The leaves of a field; those of an earlier event if <see cref="FieldLeaves.Event"/> is not this one's number.</summary>
    public ref readonly FieldLeaves Of(int field) => ref _fields[field];

    /// <summary>The last leaf with a value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int LeafOf(int value) => _keys.Of(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Ask(in KeyText key, int leaf, int start, int length, bool isFolded)
    {
        var lead = _index.Lead;
        var tag = KeyTable.TagNumber(key);
        if (lead.HasPlain(tag))
        {
            AskOne(key, leaf, start, length, isFolded);
        }

        if (lead.HasLed(tag))
        {
            AskLed(key, tag, leaf, start, length, isFolded);
        }
    }

    private void AskLed(in KeyText key, int tag, int leaf, int start, int length, bool isFolded)
    {
        _askedEarly |= _leads.Count == 0;
        foreach (var value in _leads.Span)
        {
            var together = _index.Lead.Together(value, tag);
            if (together != 0)
            {
                AskOne(key.Under(together), leaf, start, length, isFolded);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AskOne(in KeyText key, int leaf, int start, int length, bool isFolded)
    {
        var table = _index.Table;
        var hash = key.Hash();
        if (table.MayHave(hash))
        {
            _questions.Add(new Question(key, table.Approach(hash), leaf, start, length, isFolded));
        }
    }

    private void Has(in KeyTable.Slot slot, int leaf)
    {
        ref var known = ref _keys[slot.Number];
        if (slot.IsValue)
        {
            _fields[Leaves[leaf].Field].Values |= Guard.Bit(slot.Number);
            if (known != EventMap.None)
            {
                Leaves[leaf].NextOfValue = known;
                known = leaf;
                return;
            }

            if (slot.Number < _index.Lead.ValueCount)
            {
                FoundLead(slot.Number);
            }
        }
        else if (known != EventMap.None)
        {
            return;
        }

        known = leaf;
        Reach(slot.Entry);
    }

    /// <summary>Takes note of a leading value; what was asked before it was known must be asked again.</summary>
    private void FoundLead(int value)
    {
        if (!_leads.Span.Contains(value))
        {
            _askedEarly |= _leads.Count > 0;
            _leads.Add(value);
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

    /// <summary>The values among them that conditions name (see <see cref="Guard.Bit"/>).</summary>
    public ulong Values;

    /// <summary>Whether one of them lies in an array's element.</summary>
    public bool AreInElements;
}

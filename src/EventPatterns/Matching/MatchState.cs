using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
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
    // With more leading values in an event every rule is looked at, which is less than asking all leaves for all of them.
    private const int MostLeads = 8;

    // After so many questions they are answered, so that what an event asks never takes more memory than the event.
    private const int ManyQuestions = 256;

    private readonly Grown<Question> _questions = new();
    private readonly Grown<RuleIndex.Entry> _reached = new();
    private readonly Grown<byte> _folded = new();
    private readonly EventMap _keys = new();
    private readonly Grown<int> _leads = new();
    private RuleIndex _index = null!;
    private KeyTable _table = null!;
    private FieldLeaves[] _fields = [];

    public EventLeaves Leaves { get; } = new();

    /// <summary>The number of the event.</summary>
    public int Event { get; private set; }

    /// <summary>What the keys that were found lead to.</summary>
    public ReadOnlySpan<RuleIndex.Entry> Reached => _reached.Span;

    /// <summary>Whether the event has so many leading values that every rule is to be looked at.</summary>
    public bool ReachesAll => _leads.Count > MostLeads;

    /// <summary>Begins with the next event.</summary>
    public void Begin(RuleIndex index)
    {
        if (!ReferenceEquals(_index, index) || Event >= int.MaxValue - 1)
        {
            _index = index;
            _table = index.Table;
            Event = 0;
            _fields = new FieldLeaves[index.ByField.Length];
        }

        Event++;
        Leaves.Clear();
        _questions.Clear();
        _reached.Clear();
        _folded.Clear();
        _keys.Clear();
        _leads.Clear();
    }

    /// <summary>Looks up all keys that the leaves of the event have: first those of the leading field, whose values say what else to ask.</summary>
    public void AskAll(ReadOnlySpan<byte> @event)
    {
        var leaves = Leaves.All;
        for (var leaf = 0; leaf < leaves.Length; leaf++)
        {
            Link(leaf, ref leaves[leaf]);
        }

        AskLeading(@event);
        for (var leaf = 0; leaf < leaves.Length; leaf++)
        {
            ref readonly var at = ref leaves[leaf];
            var field = _index.ByField[at.Field];
            if (at.Field != _index.LeadField)
            {
                field.Plain?.Ask(leaf, at, Leaves.Source(at, @event), this);
            }

            if (field.Led.Length > 0)
            {
                AskLed(field.Led, leaf, at, @event);
            }

            if (_questions.Count >= ManyQuestions)
            {
                Answer(@event);
            }
        }

        Answer(@event);
    }

    /// <summary>Asks whether a leaf has a key, which is not long.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Ask(KeyText key, int leaf)
    {
        var hash = key.Hash();
        if (_table.MayHave(hash))
        {
            _questions.Add(new Question(key, _table.Approach(hash), leaf, 0));
        }
    }

    /// <summary>Asks whether a leaf has a long key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="leaf">The leaf.</param>
    /// <param name="start">Where the key's text starts, in the bytes that the leaf's text lies in.</param>
    public void AskLong(KeyText key, int leaf, int start)
    {
        var hash = key.Hash();
        if (_table.MayHave(hash))
        {
            _questions.Add(new Question(key, _table.Approach(hash), leaf, start));
        }
    }

    /// <summary>Asks the same of a text in lower case, as far as it is ASCII.</summary>
    public void AskFolded(uint tag, ReadOnlySpan<byte> text, int leaf)
    {
        var start = _folded.Count;
        var folded = _folded.Reserve(text.Length);
        Ascii.ToLower(text, folded, out var written);
        for (; written < text.Length; written++)
        {
            var value = text[written];
            folded[written] = char.IsAsciiLetterUpper((char)value) ? (byte)(value | 0x20) : value;
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
    private void Answer(ReadOnlySpan<byte> @event)
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

    /// <summary>Takes note that the rules of a key are to be looked at.</summary>
    public void Reach(int key, in RuleIndex.Entry entry)
    {
        ref var known = ref _keys[key];
        if (known == EventMap.None)
        {
            known = 0;
            Reach(entry);
        }
    }

    /// <summary>The leaves of a field; those of an earlier event if <see cref="FieldLeaves.Event"/> is not this one's number.</summary>
    public ref readonly FieldLeaves Of(int field) => ref _fields[field];

    /// <summary>Looks up which values the leaves of a field have, unless that was done: few fields' are ever of interest.</summary>
    public void LookUpValues(int field, ReadOnlySpan<byte> @event)
    {
        ref var known = ref _fields[field];
        if (known.Event == Event && !known.HaveValues)
        {
            known.HaveValues = true;
            AskEach(field, _index.ByField[field].Values, @event);
        }
    }

    /// <summary>The last leaf with a value, of those that were looked up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int LeafOf(int value) => _keys.Of(value);

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

    private void AskLeading(ReadOnlySpan<byte> @event)
    {
        var field = _index.LeadField;
        if (field != FieldNode.NoField && _fields[field].Event == Event)
        {
            AskEach(field, _index.ByField[field].Plain, @event);
            LookUpValues(field, @event);
        }
    }

    private void AskEach(int field, FieldPlan? plan, ReadOnlySpan<byte> @event)
    {
        for (var leaf = plan is null ? EventLeaves.None : _fields[field].First; leaf != EventLeaves.None; leaf = Leaves[leaf].Next)
        {
            ref readonly var at = ref Leaves[leaf];
            plan!.Ask(leaf, at, Leaves.Source(at, @event), this);
            if (_questions.Count >= ManyQuestions)
            {
                Answer(@event);
            }
        }

        Answer(@event);
    }

    private void AskLed(FieldPlan?[] plans, int leaf, in Leaf at, ReadOnlySpan<byte> @event)
    {
        foreach (var value in _leads.Span)
        {
            if (_leads.Count <= MostLeads)
            {
                plans[value]?.Ask(leaf, at, Leaves.Source(at, @event), this);
            }
        }
    }

    private void Has(in KeyTable.Slot slot, int leaf)
    {
        ref var known = ref _keys[slot.Number];
        if (slot.IsValue)
        {
            if (known != EventMap.None)
            {
                Leaves[leaf].NextOfValue = known;
                known = leaf;
                return;
            }

            if (slot.Number < _index.LeadValues)
            {
                _leads.Add(slot.Number);
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
            : Leaves.Source(Leaves[question.Leaf], @event).Slice(question.Start, length);
    }

    /// <summary>Whether a leaf has a key.</summary>
    /// <param name="Key">The key.</param>
    /// <param name="Slot">Where to look for it.</param>
    /// <param name="Leaf">The leaf.</param>
    /// <param name="Start">Where a long key's text starts; <c>~</c> of that among the texts in lower case.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Question(KeyText Key, int Slot, int Leaf, int Start);
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

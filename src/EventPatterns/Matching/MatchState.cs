using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Indexing;

namespace Waybill.EventPatterns.Matching;

/// <summary>What is known of one event while it is held against one index; used again for the next event, and by one thread at a time.</summary>
/// <remarks>Nothing is emptied between events: what was written for an earlier one carries that one's number and does not count.</remarks>
internal sealed class MatchState
{
    private readonly EventLeaves _leaves = new();
    private readonly Grown<int> _reached = new();
    private readonly Grown<int> _matched = new();
    private readonly Grown<byte> _folded = new();
    private readonly Grown<byte> _reversed = new();
    private readonly ElementSearch _search;

    private RuleIndex _index = null!;
    private int _event;

    private FieldLeaves[] _fields = [];
    private Stamped[] _values = [];
    private Stamped[] _conditions = [];
    private int[] _seenRules = [];
    private int[] _matchedPatterns = [];

    public MatchState()
    {
        _search = new ElementSearch(_leaves);
    }

    /// <summary>The patterns that match, by their place in the index.</summary>
    public ReadOnlySpan<int> Matched => _matched.Span;

    /// <summary>Finds the patterns of an index that a sound event matches.</summary>
    /// <returns>Whether all of them could be decided in a bounded number of steps.</returns>
    public bool Run(RuleIndex index, ReadOnlySpan<byte> @event, bool isPlain)
    {
        Begin(index);
        new EventReader(@event, isPlain, this, _leaves).Read(index.Fields);
        var decided = true;
        foreach (var key in _reached.Span)
        {
            foreach (var entry in index.EntriesOf(key))
            {
                if (entry.Guard == RuleIndex.Entry.NoGuard || Holds(entry.Guard, @event))
                {
                    decided &= TryDecide(entry.Rule, @event);
                }
            }
        }

        foreach (var rule in index.Unreachable)
        {
            decided &= TryDecide(rule, @event);
        }

        _matched.Sort();
        return decided;
    }

    /// <summary>Takes note of a leaf.</summary>
    public void Found(int field, int leaf, ReadOnlySpan<byte> @event)
    {
        ref var at = ref _leaves[leaf];
        ref var known = ref _fields[field];
        if (known.Event != _event)
        {
            known = new FieldLeaves { Event = _event, First = leaf };
        }
        else
        {
            _leaves[known.Last].Next = leaf;
        }

        known.Last = leaf;
        known.AreInElements |= at.Element != EventLeaves.Whole;
        _index.ByField[field].Find(leaf, ref at, _leaves.Source(at, @event), this);
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
        if (known.Event == _event)
        {
            _leaves[leaf].NextOfValue = known.Number;
        }
        else
        {
            Reach(value);
        }

        known = new Stamped(_event, leaf);
    }

    /// <summary>Takes note that the rules of a key are to be looked at.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Reach(int key)
    {
        if (_index.EntryStarts[key] != _index.EntryStarts[key + 1])
        {
            _reached.Add(key);
        }
    }

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

    /// <summary>The last bytes of the text, the last one first; until the next call.</summary>
    public ReadOnlySpan<byte> Reversed(ReadOnlySpan<byte> text, int length)
    {
        _reversed.Clear();
        text = text[Math.Max(0, text.Length - length)..];
        var reversed = _reversed.Reserve(text.Length);
        text.CopyTo(reversed);
        reversed.Reverse();
        return reversed;
    }

    private void Begin(RuleIndex index)
    {
        if (!ReferenceEquals(_index, index) || _event == int.MaxValue)
        {
            _index = index;
            _event = 0;
            _fields = new FieldLeaves[index.ByField.Length];
            _values = new Stamped[index.ValueCount];
            _conditions = new Stamped[index.Conditions.Length];
            _seenRules = new int[index.RuleCount];
            _matchedPatterns = new int[index.PatternCount];
        }

        _event++;
        _leaves.Clear();
        _reached.Clear();
        _matched.Clear();
    }

    /// <summary>Adds the pattern of a rule that matches.</summary>
    /// <returns>Whether that could be decided.</returns>
    private bool TryDecide(int rule, ReadOnlySpan<byte> @event)
    {
        if (_seenRules[rule] == _event)
        {
            return true;
        }

        _seenRules[rule] = _event;
        var pattern = _index.Owners[rule];
        if (_matchedPatterns[pattern] == _event)
        {
            return true;
        }

        var matches = Matches(rule, @event);
        if (matches == true)
        {
            _matchedPatterns[pattern] = _event;
            _matched.Add(pattern);
        }

        return matches is not null;
    }

    /// <summary>Whether the rule matches; null if that takes too many steps to say.</summary>
    private bool? Matches(int rule, ReadOnlySpan<byte> @event)
    {
        var inElements = 0;
        var undecided = false;
        foreach (var condition in _index.ConditionsOf(rule))
        {
            ref var known = ref _fields[_index.Conditions[condition].Field];
            var isInElements = known.Event == _event && known.AreInElements;
            inElements += isInElements ? 1 : 0;
            if (!Holds(condition, @event))
            {
                // Absence may still be found in the element that an earlier condition settles on.
                if (!isInElements || _index.Conditions[condition].Condition is not { AcceptsAbsence: true })
                {
                    return false;
                }

                undecided = true;
            }
        }

        return inElements > 1 ? Search(rule, @event) : !undecided;
    }

    /// <summary>Looks for leaves in the same elements; conditions that have no leaf inside an array's element always agree with all others.</summary>
    private bool? Search(int rule, ReadOnlySpan<byte> @event)
    {
        _search.Begin();
        foreach (var condition in _index.ConditionsOf(rule))
        {
            ref readonly var at = ref _index.Conditions[condition];
            ref var known = ref _fields[at.Field];
            if (known.Event == _event && known.AreInElements)
            {
                AddCandidates(at, known.First, @event);
            }
        }

        return _search.Run();
    }

    private void AddCandidates(in IndexedCondition condition, int first, ReadOnlySpan<byte> @event)
    {
        if (condition.Condition is { } general)
        {
            for (var leaf = first; leaf != EventLeaves.None; leaf = _leaves[leaf].Next)
            {
                if (general.Matches(_leaves.Value(leaf, @event)))
                {
                    _search.AddCandidate(leaf);
                }
            }
        }
        else
        {
            AddLeavesOf(condition);
        }

        _search.EndCandidates();
        if (condition.Condition is { AcceptsAbsence: true })
        {
            for (var leaf = first; leaf != EventLeaves.None; leaf = _leaves[leaf].Next)
            {
                _search.AddCandidate(leaf);
            }
        }

        _search.EndMustBeAbsent(condition.Condition is { AcceptsAbsence: true });
    }

    private void AddLeavesOf(in IndexedCondition condition)
    {
        foreach (var value in _index.ValuesOf(condition))
        {
            AddLeavesOf(value);
        }
    }

    private void AddLeavesOf(int value)
    {
        for (var leaf = LeafOf(value); leaf != EventLeaves.None; leaf = _leaves[leaf].NextOfValue)
        {
            _search.AddCandidate(leaf);
        }
    }

    /// <summary>Whether the condition holds for some leaf, or absence, arrays aside; found out once for an event.</summary>
    private bool Holds(int condition, ReadOnlySpan<byte> @event)
    {
        ref var known = ref _conditions[condition];
        if (known.Event != _event)
        {
            known = new Stamped(_event, FindOut(_index.Conditions[condition], @event) ? 1 : 0);
        }

        return known.Number != 0;
    }

    private bool FindOut(in IndexedCondition condition, ReadOnlySpan<byte> @event)
    {
        if (condition.Condition is { } general)
        {
            return HoldsInGeneral(condition.Field, general, @event);
        }

        foreach (var value in _index.ValuesOf(condition))
        {
            if (LeafOf(value) != EventLeaves.None)
            {
                return true;
            }
        }

        return false;
    }

    private bool HoldsInGeneral(int field, Condition condition, ReadOnlySpan<byte> @event)
    {
        ref var known = ref _fields[field];
        if (known.Event != _event)
        {
            return condition.AcceptsAbsence;
        }

        for (var leaf = known.First; leaf != EventLeaves.None; leaf = _leaves[leaf].Next)
        {
            if (condition.Matches(_leaves.Value(leaf, @event)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The last leaf with a value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int LeafOf(int value)
    {
        ref var known = ref _values[value];
        return known.Event == _event ? known.Number : EventLeaves.None;
    }

    /// <summary>The leaves of a field, from the first to the last.</summary>
    private struct FieldLeaves
    {
        public int Event;
        public int First;
        public int Last;

        /// <summary>Whether one of them lies in an array's element.</summary>
        public bool AreInElements;
    }

    /// <summary>A number that counts for one event only.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Stamped(int Event, int Number);
}

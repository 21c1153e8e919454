using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Indexing;
using Waybill.EventPatterns.Operators;

namespace Waybill.EventPatterns.Matching;

/// <summary>Holds events against an index, one after the other: reads the event, and decides the rules that it reached.</summary>
internal sealed class Matcher
{
    // Fewer candidates are decided sooner than anything asked for arrives.
    private const int ManyCandidates = 6;

    private readonly MatchState _state = new();
    private readonly Grown<int> _candidates = new();
    private readonly Grown<int> _matched = new();
    private readonly EventMap _conditions = new();
    private readonly EventMap _decided = new();
    private readonly ElementSearch _search;
    private RuleIndex _index = null!;

    public Matcher()
    {
        _search = new ElementSearch(_state.Leaves);
    }

    /// <summary>The patterns that match, by their place in the index.</summary>
    public ReadOnlySpan<int> Matched => _matched.Span;

    /// <summary>Finds the patterns of an index that a sound event matches.</summary>
    /// <returns>Whether all of them could be decided in a bounded number of steps.</returns>
    public bool Run(RuleIndex index, ReadOnlySpan<byte> @event, bool isPlain)
    {
        Begin(index);
        Read(@event, isPlain);
        foreach (ref readonly var entry in _state.Reached)
        {
            AddCandidates(index.RulesOf(entry));
        }

        ApproachConditions();
        var decided = true;
        foreach (var rule in _candidates.Span)
        {
            decided &= TryDecide(rule, @event);
        }

        foreach (var rule in index.Unreachable)
        {
            decided &= TryDecide(rule, @event);
        }

        _matched.SortDistinct();
        return decided;
    }

    private void Begin(RuleIndex index)
    {
        _state.Begin(index);
        _index = index;
        _candidates.Clear();
        _matched.Clear();
        _conditions.Clear();
        _decided.Clear();
        _search.BeginEvent();
    }

    private void Read(ReadOnlySpan<byte> @event, bool isPlain)
    {
        new EventReader(@event, isPlain, _state.Leaves).Read(_index.Fields);
        _state.AskAll(@event);
        if (_state.ReachesAll)
        {
            AddAllRules();
        }
    }

    private void AddAllRules()
    {
        for (var start = 0; start < _index.Rules.Length; start += _index.Rule(start).Length)
        {
            _candidates.Add(start);
        }
    }

    /// <summary>Takes the rules of a key; their memory is asked for while others are looked at.</summary>
    private void AddCandidates(ReadOnlySpan<int> rules)
    {
        foreach (var rule in rules)
        {
            if (rule < 0)
            {
                _matched.Add(~rule);
            }
            else
            {
                Prefetch.Read(ref _index.Rules[rule]);
                _candidates.Add(rule);
            }
        }
    }

    /// <summary>Asks for the memory of the conditions that are to be looked at, and of what these accept.</summary>
    private void ApproachConditions()
    {
        if (_candidates.Count < ManyCandidates)
        {
            return;
        }

        foreach (var rule in _candidates.Span)
        {
            var conditions = _index.Rule(rule).Conditions;
            for (var i = 0; i < conditions.Length; i += 2)
            {
                if (conditions[i] <= Rule.FieldMask)
                {
                    Prefetch.Read(in _index.Conditions[conditions[i + 1]]);
                }
            }
        }

        foreach (var rule in _candidates.Span)
        {
            var conditions = _index.Rule(rule).Conditions;
            for (var i = 0; i < conditions.Length; i += 2)
            {
                if (conditions[i] <= Rule.FieldMask)
                {
                    Prefetch.Fields(_index.Conditions[conditions[i + 1]].General);
                }
            }
        }
    }

    /// <summary>Adds the pattern of a rule that matches.</summary>
    /// <returns>Whether that could be decided.</returns>
    private bool TryDecide(int start, ReadOnlySpan<byte> @event)
    {
        var rule = _index.Rule(start);
        if (rule.MayRepeat && !IsFirstTime(start))
        {
            return true;
        }

        var matches = Matches(rule, @event);
        if (matches == true)
        {
            _matched.Add(rule.Pattern);
        }

        return matches is not null;
    }

    private bool IsFirstTime(int rule)
    {
        ref var known = ref _decided[rule];
        var isFirst = known == EventMap.None;
        known = 0;
        return isFirst;
    }

    /// <summary>Whether the rule matches; null if that takes too many steps to say.</summary>
    private bool? Matches(Rule rule, ReadOnlySpan<byte> @event)
    {
        var inElements = 0;
        var undecided = false;
        var conditions = rule.Conditions;
        for (var i = 0; i < conditions.Length; i += 2)
        {
            var (field, condition) = (conditions[i], conditions[i + 1]);
            ref readonly var known = ref _state.Of(field & Rule.FieldMask);
            var isInElements = known.Event == _state.Event && known.AreInElements;
            inElements += isInElements ? 1 : 0;
            if (Holds(field, condition, @event))
            {
                continue;
            }

            // Absence may still be found in the element that an earlier condition settles on.
            if (!isInElements || field > Rule.FieldMask || _index.Conditions[condition].General is not { AcceptsAbsence: true })
            {
                return false;
            }

            undecided = true;
        }

        return inElements > 1 ? Search(conditions, @event) : !undecided;
    }

    /// <summary>Looks for leaves in the same elements; conditions that have no leaf inside an array's element always agree with all others.</summary>
    private bool? Search(ReadOnlySpan<int> conditions, ReadOnlySpan<byte> @event)
    {
        _search.Begin();
        for (var i = 0; i < conditions.Length; i += 2)
        {
            var (field, condition) = (conditions[i], conditions[i + 1]);
            ref readonly var known = ref _state.Of(field & Rule.FieldMask);
            if (known.Event != _state.Event || !known.AreInElements)
            {
                continue;
            }

            if (!AddCandidates(field, condition, known.First, @event))
            {
                return false;
            }
        }

        return _search.Run();
    }

    /// <returns>Whether there may still be leaves in the same elements.</returns>
    private bool AddCandidates(int field, int condition, int first, ReadOnlySpan<byte> @event)
    {
        if ((field & Rule.OneValue) != 0)
        {
            _state.LookUpValues(field & Rule.FieldMask, @event);
            AddLeavesOf(condition);
            _search.EndCandidates();
            return _search.EndMustBeAbsent(acceptsAbsence: false);
        }

        ref readonly var indexed = ref _index.Conditions[condition];
        if (indexed is { Values.Count: 0, General: { } general })
        {
            AddSatisfying(general, first, @event);
        }
        else
        {
            _state.LookUpValues(indexed.Field, @event);
            AddLeavesOf(indexed);
        }

        _search.EndCandidates();
        var acceptsAbsence = indexed.General is { AcceptsAbsence: true };
        for (var leaf = acceptsAbsence ? first : EventLeaves.None; leaf != EventLeaves.None; leaf = _state.Leaves[leaf].Next)
        {
            _search.AddCandidate(leaf);
        }

        return _search.EndMustBeAbsent(acceptsAbsence);
    }

    private void AddSatisfying(Alternative condition, int first, ReadOnlySpan<byte> @event)
    {
        for (var leaf = first; leaf != EventLeaves.None; leaf = _state.Leaves[leaf].Next)
        {
            if (condition.Matches(_state.Leaves.Value(leaf, @event)))
            {
                _search.AddCandidate(leaf);
            }
        }
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
        for (var leaf = _state.LeafOf(value); leaf != EventLeaves.None; leaf = _state.Leaves[leaf].NextOfValue)
        {
            _search.AddCandidate(leaf);
        }
    }

    /// <param name="field">The condition's field and what is known of it.</param>
    /// <param name="condition">The condition, or its only value.</param>
    /// <param name="event">The event.</param>
    private bool Holds(int field, int condition, ReadOnlySpan<byte> @event)
    {
        if ((field & Rule.OneValue) != 0)
        {
            _state.LookUpValues(field & Rule.FieldMask, @event);
            return _state.LeafOf(condition) != EventLeaves.None;
        }

        return ((field & Rule.Known) != 0 && !_state.ReachesAll) || Holds(condition, @event);
    }

    /// <summary>Whether the condition holds for some leaf, or absence, arrays aside; found out once for an event.</summary>
    private bool Holds(int condition, ReadOnlySpan<byte> @event)
    {
        ref readonly var indexed = ref _index.Conditions[condition];
        if (indexed.Values.Count > 0)
        {
            _state.LookUpValues(indexed.Field, @event);
            return HasOneOf(_index.ValuesOf(indexed));
        }

        ref var known = ref _conditions[condition];
        if (known == EventMap.None)
        {
            known = HoldsInGeneral(indexed.Field, indexed.General!, @event) ? 1 : 0;
        }

        return known != 0;
    }

    private bool HasOneOf(ReadOnlySpan<int> values)
    {
        foreach (var value in values)
        {
            if (_state.LeafOf(value) != EventLeaves.None)
            {
                return true;
            }
        }

        return false;
    }

    private bool HoldsInGeneral(int field, Alternative condition, ReadOnlySpan<byte> @event)
    {
        ref readonly var known = ref _state.Of(field);
        if (known.Event != _state.Event)
        {
            return condition.AcceptsAbsence;
        }

        for (var leaf = known.First; leaf != EventLeaves.None; leaf = _state.Leaves[leaf].Next)
        {
            if (condition.Matches(_state.Leaves.Value(leaf, @event)))
            {
                return true;
            }
        }

        return false;
    }
}

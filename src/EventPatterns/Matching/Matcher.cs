using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Indexing;
using Waybill.EventPatterns.Memory;

namespace Waybill.EventPatterns.Matching;

/// <summary>Holds events against an index, one after the other: reads the event, and decides the combinations that it reached.</summary>
internal sealed class Matcher
{
    // Fewer are in the processor's caches.
    private const int ManyOperators = 16 * 1024;

    private readonly MatchState _state = new();
    private readonly Grown<int> _candidates = new();
    private readonly Grown<int> _matched = new();
    private readonly EventMap _seen = new();
    private readonly ConditionChecks _checks;
    private readonly ElementCandidates _search;
    private RuleIndex _index = null!;
    private int _decided;

    public Matcher() => (_checks, _search) = (new ConditionChecks(_state), new ElementCandidates(_state));

    /// <summary>The patterns that match, by their place in the index.</summary>
    public ReadOnlySpan<int> Matched => _matched.Span;

    /// <summary>What it took to find them.</summary>
    public MatchWork Work => new(_state.LookedUp, _decided, _state.Compared, _search.StepsTaken);

    /// <summary>Finds the patterns of an index that a sound event matches.</summary>
    /// <returns>Whether that took no more than a bounded number of steps; else some are missing.</returns>
    public bool Run(RuleIndex index, ReadOnlySpan<byte> @event, bool isPlain)
    {
        Begin(index);
        Read(@event, isPlain);
        foreach (ref readonly var entry in _state.Reached)
        {
            AddCandidates(index.CombinationsOf(entry));
        }

        ApproachOperators();
        var isComplete = true;
        foreach (var combination in _candidates.Span)
        {
            isComplete &= TryDecide(combination, @event);
        }

        foreach (var combination in index.Unreachable)
        {
            isComplete &= TryDecide(combination, @event);
        }

        _matched.SortDistinct();
        return isComplete;
    }

    private void Begin(RuleIndex index)
    {
        _state.Begin(index);
        _index = index;
        _candidates.Clear();
        _matched.Clear();
        _seen.Clear();
        _decided = 0;
        _checks.Begin(index);
        _search.Begin(index);
    }

    private void Read(ReadOnlySpan<byte> @event, bool isPlain)
    {
        new LeafReader(@event, isPlain, _state.Leaves).Read(_index.Fields);
        _state.AskAll(@event);
        if (_state.ReachesAll)
        {
            AddAll();
        }
    }

    private void AddAll()
    {
        for (var start = 0; start < _index.Combinations.Length; start += _index.Combination(start).Length)
        {
            _candidates.Add(start);
        }
    }

    /// <summary>Takes what a key leads to; its memory is asked for while others are looked at.</summary>
    private void AddCandidates(ReadOnlySpan<int> combinations)
    {
        foreach (var combination in combinations)
        {
            if (combination < 0)
            {
                _matched.Add(~combination);
            }
            else
            {
                Prefetch.Read(ref _index.Combinations[combination]);
                _candidates.Add(combination);
            }
        }
    }

    /// <summary>Asks for the memory of the operators that are to be looked at.</summary>
    private void ApproachOperators()
    {
        var operators = _index.Operators;
        if (operators.Length < ManyOperators)
        {
            return;
        }

        foreach (var combination in _candidates.Span)
        {
            foreach (ref readonly var condition in _index.Combination(combination).Conditions)
            {
                if (condition.IsOpen)
                {
                    Prefetch.Read(in operators[condition.Operand]);
                }
            }
        }

        foreach (var combination in _candidates.Span)
        {
            foreach (ref readonly var condition in _index.Combination(combination).Conditions)
            {
                if (condition.IsOpen)
                {
                    Prefetch.Fields(operators[condition.Operand]);
                }
            }
        }
    }

    /// <summary>Adds the pattern of a combination that matches.</summary>
    /// <returns>Whether it could be said in a bounded number of steps.</returns>
    private bool TryDecide(int start, ReadOnlySpan<byte> @event)
    {
        var combination = _index.Combination(start);
        if (combination.MayRepeat && !IsFirstTime(start))
        {
            return true;
        }

        _decided++;
        var matches = Matches(combination, @event);
        if (matches == true)
        {
            _matched.Add(combination.Pattern);
        }

        return matches is not null;
    }

    private bool IsFirstTime(int combination)
    {
        ref var known = ref _seen[combination];
        var isFirst = known == EventMap.None;
        known = 0;
        return isFirst;
    }

    /// <summary>Whether the combination matches; null if that takes too many steps to say.</summary>
    private bool? Matches(IndexedCombination combination, ReadOnlySpan<byte> @event)
    {
        var inElements = 0;
        var needsElement = false;
        foreach (ref readonly var condition in combination.Conditions)
        {
            ref readonly var known = ref _state.Of(condition.Field);
            var isInElements = known.Event == _state.Event && known.AreInElements;
            inElements += isInElements ? 1 : 0;
            if (_checks.Holds(condition, @event))
            {
                continue;
            }

            // Absence may still be found in the element that an earlier condition settles on.
            if (!isInElements || !condition.IsOpen || !_index.Operators[condition.Operand].AcceptsAbsence)
            {
                return false;
            }

            needsElement = true;
        }

        return inElements > 1 ? _search.Run(combination.Conditions, @event) : !needsElement;
    }
}

using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Indexing;

namespace Waybill.EventPatterns.Matching;

/// <summary>Holds events against an index, one after the other: reads the event, and decides the rules that it reached.</summary>
internal sealed class Matcher
{
    // Fewer are in the processor's caches.
    private const int ManyOperators = 16 * 1024;

    private readonly MatchState _state = new();
    private readonly Grown<int> _candidates = new();
    private readonly Grown<int> _matched = new();
    private readonly EventMap _decided = new();
    private readonly ConditionChecks _checks;
    private readonly RuleSearch _search;
    private RuleIndex _index = null!;
    private int _decidedRules;

    public Matcher() => (_checks, _search) = (new ConditionChecks(_state), new RuleSearch(_state));

    /// <summary>The patterns that match, by their place in the index.</summary>
    public ReadOnlySpan<int> Matched => _matched.Span;

    /// <summary>What it took to find them.</summary>
    public MatchWork Work => new(_state.LookedUp, _decidedRules, _state.Compared, _search.StepsTaken);

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

        ApproachOperators();
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
        _decided.Clear();
        _decidedRules = 0;
        _checks.Begin(index);
        _search.Begin(index);
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

    /// <summary>Asks for the memory of the operators that are to be looked at.</summary>
    private void ApproachOperators()
    {
        var operators = _index.Operators;
        if (operators.Length < ManyOperators)
        {
            return;
        }

        foreach (var rule in _candidates.Span)
        {
            foreach (ref readonly var condition in _index.Rule(rule).Conditions)
            {
                if (condition.IsOpen)
                {
                    Prefetch.Read(in operators[condition.Operand]);
                }
            }
        }

        foreach (var rule in _candidates.Span)
        {
            foreach (ref readonly var condition in _index.Rule(rule).Conditions)
            {
                if (condition.IsOpen)
                {
                    Prefetch.Fields(operators[condition.Operand]);
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

        _decidedRules++;
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
        foreach (ref readonly var condition in rule.Conditions)
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

            undecided = true;
        }

        return inElements > 1 ? _search.Run(rule.Conditions, @event) : !undecided;
    }
}

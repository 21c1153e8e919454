using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Indexing;
using Waybill.EventPatterns.Operators;

namespace Waybill.EventPatterns.Matching;

/// <summary>Gives an <see cref="ElementSearch"/> the leaves that satisfy a combination's conditions.</summary>
internal sealed class ElementCandidates(MatchState state)
{
    private readonly ElementSearch _search = new(state.Leaves);
    private RuleIndex _index = null!;

    /// <inheritdoc cref="ElementSearch.StepsTaken"/>
    public int StepsTaken => _search.StepsTaken;

    /// <summary>Begins with the next event.</summary>
    public void Begin(RuleIndex index)
    {
        _index = index;
        _search.BeginEvent();
    }

    /// <summary>Looks for leaves in the same elements; conditions that have no leaf inside an element agree with all others.</summary>
    public bool? Run(ReadOnlySpan<IndexedCondition> conditions, ReadOnlySpan<byte> @event)
    {
        _search.Begin();
        foreach (ref readonly var condition in conditions)
        {
            ref readonly var known = ref state.Of(condition.Field);
            if (known.Event == state.Event && known.AreInElements && !AddCandidates(condition, known.First, @event))
            {
                return false;
            }
        }

        return _search.Run();
    }

    /// <returns>Whether there may still be leaves in the same elements.</returns>
    private bool AddCandidates(in IndexedCondition condition, int first, ReadOnlySpan<byte> @event)
    {
        if (condition.IsAboutValues)
        {
            state.LookUpValues(condition.Field, @event);
            foreach (var value in _index.ValuesOf(condition))
            {
                AddLeavesOf(value);
            }

            _search.EndCandidates();
            return _search.EndMustBeAbsent(acceptsAbsence: false);
        }

        var @operator = _index.Operators[condition.Operand];
        AddSatisfying(@operator, first, @event);
        _search.EndCandidates();
        for (var leaf = @operator.AcceptsAbsence ? first : EventLeaves.None; leaf != EventLeaves.None; leaf = state.Leaves[leaf].Next)
        {
            _search.AddCandidate(leaf);
        }

        return _search.EndMustBeAbsent(@operator.AcceptsAbsence);
    }

    private void AddSatisfying(Operator condition, int first, ReadOnlySpan<byte> @event)
    {
        for (var leaf = first; leaf != EventLeaves.None; leaf = state.Leaves[leaf].Next)
        {
            if (state.Satisfies(leaf, condition, @event))
            {
                _search.AddCandidate(leaf);
            }
        }
    }

    private void AddLeavesOf(int value)
    {
        for (var leaf = state.LeafOf(value); leaf != EventLeaves.None; leaf = state.Leaves[leaf].NextOfValue)
        {
            _search.AddCandidate(leaf);
        }
    }
}

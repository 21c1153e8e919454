using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Indexing;
using Waybill.EventPatterns.Operators;

namespace Waybill.EventPatterns.Matching;

/// <summary>Gives an <see cref="ElementSearch"/> the leaves that satisfy a rule's conditions.</summary>
internal sealed class RuleSearch(MatchState state)
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

    /// <summary>Looks for leaves in the same elements; conditions that have no leaf inside an array's element always agree with all others.</summary>
    public bool? Run(ReadOnlySpan<int> conditions, ReadOnlySpan<byte> @event)
    {
        _search.Begin();
        for (var i = 0; i < conditions.Length; i += 2)
        {
            var (field, condition) = (conditions[i], conditions[i + 1]);
            ref readonly var known = ref state.Of(field & Rule.FieldMask);
            if (known.Event != state.Event || !known.AreInElements)
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
            state.LookUpValues(field & Rule.FieldMask, @event);
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
            state.LookUpValues(indexed.Field, @event);
            AddLeavesOf(indexed);
        }

        _search.EndCandidates();
        var acceptsAbsence = indexed.General is { AcceptsAbsence: true };
        for (var leaf = acceptsAbsence ? first : EventLeaves.None; leaf != EventLeaves.None; leaf = state.Leaves[leaf].Next)
        {
            _search.AddCandidate(leaf);
        }

        return _search.EndMustBeAbsent(acceptsAbsence);
    }

    private void AddSatisfying(Alternative condition, int first, ReadOnlySpan<byte> @event)
    {
        for (var leaf = first; leaf != EventLeaves.None; leaf = state.Leaves[leaf].Next)
        {
            if (state.Satisfies(leaf, condition, @event))
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
        for (var leaf = state.LeafOf(value); leaf != EventLeaves.None; leaf = state.Leaves[leaf].NextOfValue)
        {
            _search.AddCandidate(leaf);
        }
    }
}

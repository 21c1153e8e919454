using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Indexing;
using Waybill.EventPatterns.Memory;
using Waybill.EventPatterns.Operators;

namespace Waybill.EventPatterns.Matching;

/// <summary>Whether conditions hold for an event, arrays aside; what is costly to say is found out once for an event.</summary>
internal sealed class ConditionChecks(MatchState state)
{
    private readonly EventMap _known = new();
    private RuleIndex _index = null!;

    /// <summary>Begins with the next event.</summary>
    public void Begin(RuleIndex index)
    {
        _index = index;
        _known.Clear();
    }

    /// <summary>Whether a combination's condition holds for some leaf, or absence.</summary>
    public bool Holds(in IndexedCondition condition, ReadOnlySpan<byte> @event)
    {
        if (condition.IsKnown && !state.ReachesAll)
        {
            return true;
        }

        if (condition.IsAboutValues)
        {
            state.LookUpValues(condition.Field, @event);
            return HasOneOf(_index.ValuesOf(condition));
        }

        ref var answer = ref _known[condition.Operand];
        if (answer == EventMap.None)
        {
            answer = Holds(condition.Field, _index.Operators[condition.Operand], @event) ? 1 : 0;
        }

        return answer != 0;
    }

    private bool HasOneOf(ReadOnlySpan<int> values)
    {
        foreach (var value in values)
        {
            if (state.LeafOf(value) != EventLeaves.None)
            {
                return true;
            }
        }

        return false;
    }

    private bool Holds(int field, Operator condition, ReadOnlySpan<byte> @event)
    {
        ref readonly var known = ref state.Of(field);
        if (known.Event != state.Event)
        {
            return condition.AcceptsAbsence;
        }

        for (var leaf = known.First; leaf != EventLeaves.None; leaf = state.Leaves[leaf].Next)
        {
            if (state.Satisfies(leaf, condition, @event))
            {
                return true;
            }
        }

        return false;
    }
}

using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Indexing;
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

    /// <summary>Whether a rule's condition holds for some leaf, or absence.</summary>
    /// <param name="field">The condition's field and what is known of it.</param>
    /// <param name="condition">The condition, or its only value.</param>
    /// <param name="event">The event.</param>
    public bool Holds(int field, int condition, ReadOnlySpan<byte> @event)
    {
        if ((field & Rule.OneValue) != 0)
        {
            state.LookUpValues(field & Rule.FieldMask, @event);
            return state.LeafOf(condition) != EventLeaves.None;
        }

        return ((field & Rule.Known) != 0 && !state.ReachesAll) || Holds(condition, @event);
    }

    /// <summary>Whether the condition holds for some leaf, or absence, arrays aside; found out once for an event.</summary>
    private bool Holds(int condition, ReadOnlySpan<byte> @event)
    {
        ref readonly var indexed = ref _index.Conditions[condition];
        if (indexed.Values.Count > 0)
        {
            state.LookUpValues(indexed.Field, @event);
            return HasOneOf(_index.ValuesOf(indexed));
        }

        ref var answer = ref _known[condition];
        if (answer == EventMap.None)
        {
            answer = HoldsInGeneral(indexed.Field, indexed.General!, @event) ? 1 : 0;
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

    private bool HoldsInGeneral(int field, Alternative condition, ReadOnlySpan<byte> @event)
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

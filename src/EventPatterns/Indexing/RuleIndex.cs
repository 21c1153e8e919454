using System.Runtime.InteropServices;
using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Matching;

namespace Waybill.EventPatterns.Indexing;

/// <summary>
/// All rules of a set, made ready for events; immutable. A rule is reached through the rarest thing it asks for (its key), so that of
/// many rules which share a source only those are looked at that have something else in common with the event.
/// </summary>
/// <remarks>
/// Reaching rules through their most selective predicate: Fabret et al., "Filtering algorithms and implementation for very fast
/// publish/subscribe systems" (2001).
/// </remarks>
internal sealed class RuleIndex
{
    /// <summary>The fields the rules use.</summary>
    public required FieldNode Fields { get; init; }

    public required FieldIndex[] ByField { get; init; }

    /// <summary>How many of the keys are values in a <see cref="ValueTable"/>; these have the lowest numbers.</summary>
    public required int ValueCount { get; init; }

    /// <summary>By key: its first entry in <see cref="Entries"/>; one more than there are keys.</summary>
    public required int[] EntryStarts { get; init; }

    public required Entry[] Entries { get; init; }

    /// <summary>Rules that ask for nothing but absence, and so are looked at for every event.</summary>
    public required int[] Unreachable { get; init; }

    /// <summary>By rule: its first condition in <see cref="RuleConditions"/>; one more than there are rules.</summary>
    public required int[] ConditionStarts { get; init; }

    /// <summary>The conditions of each rule, in UTF-16 order of their paths.</summary>
    public required int[] RuleConditions { get; init; }

    /// <summary>By rule: the pattern it is one way to match.</summary>
    public required int[] Owners { get; init; }

    /// <summary>Every different condition, once.</summary>
    public required IndexedCondition[] Conditions { get; init; }

    /// <summary>The values that conditions accept.</summary>
    public required int[] ConditionValues { get; init; }

    public required int PatternCount { get; init; }

    public int RuleCount => Owners.Length;

    public ReadOnlySpan<int> ConditionsOf(int rule) => RuleConditions.AsSpan(ConditionStarts[rule]..ConditionStarts[rule + 1]);

    public ReadOnlySpan<Entry> EntriesOf(int key) => Entries.AsSpan(EntryStarts[key]..EntryStarts[key + 1]);

    public ReadOnlySpan<int> ValuesOf(in IndexedCondition condition) => ConditionValues.AsSpan(condition.FirstValue, condition.ValueCount);

    /// <param name="Rule">A rule that the key leads to.</param>
    /// <param name="Guard">The condition to look at before the rule: its rarest other one that asks for values; <see cref="NoGuard"/> if it has none.</param>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Entry(int Rule, int Guard)
    {
        public const int NoGuard = -1;
    }
}

/// <summary>A condition on a field of an index.</summary>
/// <param name="Field">The field.</param>
/// <param name="FirstValue">Where the values it accepts start in <see cref="RuleIndex.ConditionValues"/>.</param>
/// <param name="ValueCount">How many values it accepts; none if it is not about values.</param>
/// <param name="Condition">The condition itself, unless it is about values.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct IndexedCondition(int Field, int FirstValue, int ValueCount, Condition? Condition);

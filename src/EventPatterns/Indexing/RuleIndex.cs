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

    /// <summary>All rules, one after the other, so that what is needed of one lies together; see <see cref="Rule(int)"/>.</summary>
    public required int[] Rules { get; init; }

    /// <summary>Every different condition, once.</summary>
    public required IndexedCondition[] Conditions { get; init; }

    /// <summary>The values that conditions accept.</summary>
    public required int[] ConditionValues { get; init; }

    public required int PatternCount { get; init; }

    public int KeyCount => EntryStarts.Length - 1;

    /// <summary>Whether rules are reached by a key; there are values that are no more than parts of conditions.</summary>
    public bool HasEntries(int key) => EntryStarts[key] != EntryStarts[key + 1];

    /// <summary>The rule that starts at a place of <see cref="Rules"/>.</summary>
    public Rule Rule(int start) => new(Rules.AsSpan(start));

    public ReadOnlySpan<Entry> EntriesOf(int key) => Entries.AsSpan(EntryStarts[key]..EntryStarts[key + 1]);

    public ReadOnlySpan<int> ValuesOf(in IndexedCondition condition) => ConditionValues.AsSpan(condition.FirstValue, condition.ValueCount);

    /// <param name="Rule">Where the rule that the key leads to starts in <see cref="Rules"/>; if the key says it all, <c>~</c> of its pattern.</param>
    /// <param name="Guard">The condition to look at before the rule: its rarest other one that asks for values; <see cref="NoGuard"/> if it has none.</param>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Entry(int Rule, int Guard)
    {
        public const int NoGuard = -1;
    }
}

/// <summary>A rule as it lies in <see cref="RuleIndex.Rules"/>.</summary>
internal readonly ref struct Rule(ReadOnlySpan<int> rule)
{
    private const int HeaderLength = 3;

    private readonly ReadOnlySpan<int> _rule = rule;

    /// <summary>The pattern it is one way to match.</summary>
    public int Pattern => _rule[0];

    /// <summary>Whether an event can reach it more than once, or its pattern through another rule too.</summary>
    public bool MayRepeat => _rule[1] != 0;

    /// <summary>Its conditions, in UTF-16 order of their paths: for each the field and the condition.</summary>
    public ReadOnlySpan<int> Conditions => _rule.Slice(HeaderLength, _rule[2]);

    /// <summary>Whether a condition in <see cref="Conditions"/> is known to hold since the rule was reached; it is <c>~</c> of the condition then.</summary>
    public static bool IsKnown(int condition) => condition < 0;

    public static void Write(List<int> to, int pattern, bool mayRepeat, ReadOnlySpan<int> conditions)
    {
        to.AddRange(pattern, mayRepeat ? 1 : 0, conditions.Length);
        to.AddRange(conditions);
    }
}

/// <summary>A condition on a field of an index.</summary>
/// <param name="Field">The field.</param>
/// <param name="FirstValue">Where the values it accepts start in <see cref="RuleIndex.ConditionValues"/>.</param>
/// <param name="ValueCount">How many values it accepts; none if it is not about values.</param>
/// <param name="Condition">The condition itself, unless it is about values.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct IndexedCondition(int Field, int FirstValue, int ValueCount, Condition? Condition);

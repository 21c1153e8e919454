using System.Runtime.InteropServices;
using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Memory;
using Waybill.EventPatterns.Operators;

namespace Waybill.EventPatterns.Indexing;

/// <summary>
/// All rules of a set, made ready for events; immutable. A combination is reached through the rarest thing it asks for (its key), so that
/// of many which share a source only those are looked at that have something else in common with the event.
/// </summary>
/// <remarks>
/// Reaching rules through their most selective predicate: Fabret et al., "Filtering algorithms and implementation for very fast
/// publish/subscribe systems" (2001).
/// </remarks>
internal sealed class RuleIndex
{
    /// <summary>The fields the rules use.</summary>
    public required FieldNode Fields { get; init; }

    /// <summary>What to ask of the leaves in these fields.</summary>
    public required AskingPlans Plans { get; init; }

    /// <summary>The keys that leaves may have, and what each leads to.</summary>
    public required KeyTable Table { get; init; }

    /// <summary>
    /// The field that most combinations ask a value of beside what they are reached by (of EventBridge's rules, mostly the event's type);
    /// <see cref="FieldNode.NoField"/> if there is none. Its values make partitions: a combination that asks for one is reached by its key
    /// only in events with that value, so that events of other types do not even come near it.
    /// </summary>
    public required int PartitionField { get; init; }

    /// <summary>How many partitions there are; their values have the lowest numbers of all keys.</summary>
    public required int Partitions { get; init; }

    /// <summary>Where combinations start, key by key; <c>~</c> of its pattern where the key says all there is to one.</summary>
    public required int[] Entries { get; init; }

    /// <summary>Combinations that ask for nothing but absence, and so are looked at for every event.</summary>
    public required int[] Unreachable { get; init; }

    /// <summary>All combinations, one after the other (<see cref="IndexedCombination"/>).</summary>
    public required int[] Combinations { get; init; }

    /// <summary>What conditions accept that are about more than values; the same for all that are written the same way.</summary>
    public required Operator[] Operators { get; init; }

    /// <summary>The values that conditions accept which are about several: their count, and they.</summary>
    public required int[] Values { get; init; }

    /// <summary>The combination that starts at a place of <see cref="Combinations"/>.</summary>
    public IndexedCombination Combination(int start) => new(Combinations.AsSpan(start));

    /// <summary>The combinations that an entry leads to, as <see cref="Entries"/> has them.</summary>
    public ReadOnlySpan<int> CombinationsOf(in Entry entry) =>
        entry.Count == 1 ? new ReadOnlySpan<int>(in entry.Start) : Entries.AsSpan(entry.Start, entry.Count);

    /// <summary>The values that a condition which is about values accepts.</summary>
    public ReadOnlySpan<int> ValuesOf(in IndexedCondition condition) => condition.IsOneValue
        ? new ReadOnlySpan<int>(in condition.Operand)
        : Values.AsSpan(condition.Operand + 1, Values[condition.Operand]);

    /// <summary>Asks for the memory of what an entry leads to.</summary>
    public void Approach(in Entry entry)
    {
        if (entry.Count > 1)
        {
            Prefetch.Read(ref Entries[entry.Start]);
        }
        else if (entry.Start >= 0)
        {
            Prefetch.Read(ref Combinations[entry.Start]);
        }
    }

    /// <summary>What a key leads to.</summary>
    /// <param name="start">Its only combination, as <see cref="Entries"/> has it; else where its combinations start there.</param>
    /// <param name="count">How many there are.</param>
    [StructLayout(LayoutKind.Auto)]
    internal readonly struct Entry(int start, int count)
    {
        public readonly int Start = start;
        public readonly int Count = count;
    }
}

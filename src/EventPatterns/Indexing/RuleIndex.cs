using System.Runtime.InteropServices;
using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Operators;

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

    /// <summary>What to ask of the leaves in these fields.</summary>
    public required AskingPlans Plans { get; init; }

    /// <summary>The keys that leaves may have, and what each leads to.</summary>
    public required KeyTable Table { get; init; }

    /// <summary>
    /// The field that most rules ask a value of beside what they are reached by (of EventBridge's rules, mostly the event's type);
    /// <see cref="FieldNode.NoField"/> if there is none. A rule that does is reached by its key only in events with that value, so that events
    /// of other types do not even come near it.
    /// </summary>
    public required int LeadField { get; init; }

    /// <summary>How many values of that field lead rules; they have the lowest numbers of all keys.</summary>
    public required int LeadValues { get; init; }

    /// <summary>Where rules start in <see cref="Rules"/>, key by key; <c>~</c> of its pattern where the key says all there is to a rule.</summary>
    public required int[] Entries { get; init; }

    /// <summary>Rules that ask for nothing but absence, and so are looked at for every event.</summary>
    public required int[] Unreachable { get; init; }

    /// <summary>All rules, one after the other, so that what is needed of one lies together; see <see cref="Rule(int)"/>.</summary>
    public required int[] Rules { get; init; }

    /// <summary>Every different condition, once.</summary>
    public required IndexedCondition[] Conditions { get; init; }

    /// <summary>The values that conditions accept.</summary>
    public required int[] ConditionValues { get; init; }

    /// <summary>The rule that starts at a place of <see cref="Rules"/>.</summary>
    public Rule Rule(int start) => new(Rules.AsSpan(start));

    /// <summary>The rules that an entry leads to, as <see cref="Entries"/> has them.</summary>
    public ReadOnlySpan<int> RulesOf(in Entry entry) =>
        entry.Count == 1 ? new ReadOnlySpan<int>(in entry.Rule) : Entries.AsSpan(entry.Rule, entry.Count);

    public ReadOnlySpan<int> ValuesOf(in IndexedCondition condition) => ConditionValues.AsSpan(condition.Values.First, condition.Values.Count);

    /// <summary>Asks for the memory of what an entry leads to.</summary>
    public void Approach(in Entry entry)
    {
        if (entry.Count > 1)
        {
            Prefetch.Read(ref Entries[entry.Rule]);
        }
        else if (entry.Rule >= 0)
        {
            Prefetch.Read(ref Rules[entry.Rule]);
        }
    }

    /// <summary>What a key leads to.</summary>
    /// <param name="rule">Its only rule, as <see cref="Entries"/> has it; else where its rules are there.</param>
    /// <param name="count">How many rules there are.</param>
    [StructLayout(LayoutKind.Auto)]
    internal readonly struct Entry(int rule, int count)
    {
        public readonly int Rule = rule;
        public readonly int Count = count;
    }
}

/// <summary>A rule as it lies in <see cref="RuleIndex.Rules"/>.</summary>
internal readonly ref struct Rule(ReadOnlySpan<int> rule)
{
    /// <summary>The condition is known to hold, since the rule was reached.</summary>
    public const int Known = 1 << 30;

    /// <summary>The condition accepts one value, and that stands in its place.</summary>
    public const int OneValue = 1 << 29;

    /// <summary>The rest of the first number is the field.</summary>
    public const int FieldMask = OneValue - 1;

    private const int HeaderLength = 2;

    private readonly ReadOnlySpan<int> _rule = rule;

    /// <summary>The pattern it is one way to match.</summary>
    public int Pattern => _rule[0];

    /// <summary>Whether an event can reach it more than once.</summary>
    public bool MayRepeat => _rule[1] < 0;

    /// <summary>How many numbers it consists of.</summary>
    public int Length => HeaderLength + Conditions.Length;

    /// <summary>Its conditions, in UTF-16 order of their paths: for each the field and <see cref="Known"/>, <see cref="OneValue"/> or neither, and the condition.</summary>
    public ReadOnlySpan<int> Conditions => _rule.Slice(HeaderLength, _rule[1] & int.MaxValue);

    /// <summary>Writes what stands before a rule's conditions.</summary>
    public static void Write(List<int> to, int pattern, bool mayRepeat, int conditionCount)
    {
        to.Add(pattern);
        to.Add((2 * conditionCount) | (mayRepeat ? int.MinValue : 0));
    }
}

/// <summary>A condition on a field of an index.</summary>
/// <param name="Field">The field.</param>
/// <param name="Values">The values it accepts; none if it is not about values.</param>
/// <param name="General">What it accepts, unless it is about values.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct IndexedCondition(int Field, Values Values, Alternative? General);

/// <summary>Where some values lie in <see cref="RuleIndex.ConditionValues"/>.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Values(int First, int Count);

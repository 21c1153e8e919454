using Waybill.EventPatterns.Events;

namespace Waybill.EventPatterns.Indexing;

/// <summary>
/// The field whose values tell most combinations apart before anything else is asked (of EventBridge's rules, mostly the event's type), if
/// there is one.
/// </summary>
internal sealed class PartitionField
{
    // A combination that accepts more values of the field is reached without it, since it is written for each of them.
    private const int MostValuesOfCombination = 8;

    private readonly List<DraftCondition> _conditions;
    private readonly List<int> _values;

    public PartitionField(List<DraftCondition> conditions, List<int> uses, List<int> values, int fields, int combinations)
    {
        (_conditions, _values) = (conditions, values);
        Field = Choose(uses, fields, combinations);
    }

    /// <summary>The field; <see cref="FieldNode.NoField"/> if there is none.</summary>
    public int Field { get; }

    /// <summary>The condition that names partitions; <see cref="Rarity.None"/> if there is none.</summary>
    public int ConditionOf(ReadOnlySpan<int> conditions)
    {
        foreach (var condition in conditions)
        {
            if (_conditions[condition].Field == Field && IsFew(_conditions[condition]))
            {
                return condition;
            }
        }

        return Rarity.None;
    }

    /// <summary>All values that make partitions; some more than once.</summary>
    public IEnumerable<int> Values() => _conditions.Where(condition => condition.Field == Field && IsFew(condition)).SelectMany(ValuesOf);

    private static bool IsFew(in DraftCondition condition) => condition.Values.Count is > 0 and <= MostValuesOfCombination;

    private int[] ValuesOf(DraftCondition condition) => condition.Values.In(_values).ToArray();

    private int Choose(List<int> conditionUses, int fields, int combinations)
    {
        const int LeastCombinations = 256; // of fewer, those that share a key are few anyway
        const double LeastShare = 0.5;
        const int MostValues = 64; // the same text is a key of its own with each of them
        if (combinations < LeastCombinations)
        {
            return FieldNode.NoField;
        }

        var uses = new int[fields];
        var values = new HashSet<int>[fields];
        for (var condition = 0; condition < _conditions.Count; condition++)
        {
            var draft = _conditions[condition];
            if (IsFew(draft))
            {
                uses[draft.Field] += conditionUses[condition];
                (values[draft.Field] ??= []).UnionWith(ValuesOf(draft));
            }
        }

        // Survives: a field that only has one value, or only combinations of many, would be chosen too: nothing lies in its partitions.
        return Enumerable.Range(0, fields)
            .Where(field => uses[field] >= LeastShare * combinations && values[field].Count is > 1 and <= MostValues)
            .Append(FieldNode.NoField)
            .MaxBy(field => field == FieldNode.NoField ? 0 : uses[field] * Math.Log(values[field].Count));
    }
}

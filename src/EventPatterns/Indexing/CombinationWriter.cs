using System.Runtime.InteropServices;
using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Memory;
using Waybill.EventPatterns.Operators;

namespace Waybill.EventPatterns.Indexing;

/// <summary>Writes combinations as an index has them, each under the key (and the partition) by which it is reached.</summary>
internal sealed class CombinationWriter
{
    private const int NotWritten = -1;

    private readonly List<FieldDraft> _fields;
    private readonly List<DraftCondition> _conditions;
    private readonly List<int> _draftValues;
    private readonly ValueNumbers _values;
    private readonly KeyTable _keys;
    private readonly Rarity _rarity;
    private readonly PartitionField _partition;

    // By draft number of a value: its number among the keys, if conditions that are looked at accept it.
    private readonly int[] _keyOfValue;

    // By draft number of a condition: where its values lie, and its operator, if they were written.
    private readonly int[] _placeOfValues;
    private readonly int[] _placeOfOperator;
    private readonly List<int> _valueLists = [];
    private readonly List<Operator> _operators = [];
    private readonly List<IndexedCondition> _indexed = [];
    private readonly List<int> _combinations = [];
    private readonly List<int> _unreachable = [];
    private readonly EntriesDraft _entries = new();
    private readonly Grown<int> _keysOfCombination = new();
    private int _partitions;

    public CombinationWriter(
        List<FieldDraft> fields, List<DraftCondition> conditions, List<int> conditionValues,
        ValueNumbers values, KeyTable keys, Rarity rarity, PartitionField partition)
    {
        (_fields, _conditions, _draftValues) = (fields, conditions, conditionValues);
        (_values, _keys, _rarity, _partition) = (values, keys, rarity, partition);
        _keyOfValue = new int[values.Count];
        _placeOfValues = new int[conditions.Count];
        _placeOfOperator = new int[conditions.Count];
        Array.Fill(_keyOfValue, NotWritten);
        Array.Fill(_placeOfValues, NotWritten);
        Array.Fill(_placeOfOperator, NotWritten);
        AddPartitions();
    }

    /// <summary>Makes a combination of a pattern reachable through its rarest condition, in each partition it is in.</summary>
    public void Write(int pattern, ReadOnlySpan<int> conditions)
    {
        var partitioning = _partition.ConditionOf(conditions);
        var key = _rarity.Rarest(conditions, partitioning);
        if (key == Rarity.None && partitioning != Rarity.None)
        {
            (partitioning, key) = (Rarity.None, _rarity.Rarest(conditions, Rarity.None));
        }

        var keys = KeysOf(key, partitioning);
        if (conditions.Length == 1 && keys.Length > 0 && IsFoundExactly(key))
        {
            foreach (var found in keys)
            {
                _entries.Add(found, ~pattern);
            }

            return;
        }

        var start = _combinations.Count;
        IndexedCombination.Write(_combinations, pattern, mayRepeat: keys.Length > 1, Indexed(conditions, key, partitioning));
        if (key == Rarity.None)
        {
            _unreachable.Add(start);
        }

        foreach (var reached in keys)
        {
            _entries.Add(reached, start);
        }
    }

    public RuleIndex Finish(FieldNode tree)
    {
        var (keys, entries) = _entries.Finish(_keys.Count);
        _keys.SetEntries(keys);
        tree.Finish();
        var plans = new AskingPlans(_fields.Count, _partitions);
        _fields.ForEach(field => field.Finish(plans, keys));
        if (_partition.Field != FieldNode.NoField)
        {
            plans.AskFirst(_partition.Field);
        }

        return new RuleIndex
        {
            Fields = tree,
            Plans = plans,
            Table = _keys,
            PartitionField = _partition.Field,
            Partitions = _partitions,
            Entries = entries,
            Unreachable = [.. _unreachable],
            Combinations = [.. _combinations],
            Operators = [.. _operators],
            Values = [.. _valueLists],
        };
    }

    /// <summary>Gives the partition field's values the lowest numbers.</summary>
    private void AddPartitions()
    {
        foreach (var value in _partition.Values())
        {
            KeyOfValue(value);
        }

        _partitions = _keys.Count;
    }

    /// <summary>The number a value has among the keys, so that a leaf that has it is known.</summary>
    private int KeyOfValue(int value)
    {
        ref var key = ref _keyOfValue[value];
        if (key == NotWritten)
        {
            var (field, alternative) = _values[value];
            key = _fields[field].AddValue(alternative);
        }

        return key;
    }

    /// <summary>The numbers of the keys by which every leaf that satisfies the condition is found, in each partition.</summary>
    private ReadOnlySpan<int> KeysOf(int condition, int partitioning)
    {
        _keysOfCombination.Clear();
        if (condition == Rarity.None)
        {
            return [];
        }

        var field = _fields[_conditions[condition].Field];
        foreach (var alternative in _conditions[condition].Condition.Alternatives)
        {
            if (partitioning == Rarity.None)
            {
                _keysOfCombination.Add(field.AddKey(alternative));
                continue;
            }

            foreach (var value in _conditions[partitioning].Values.In(_draftValues))
            {
                _keysOfCombination.Add(field.AddKey(alternative, _keyOfValue[value]));
            }
        }

        _keysOfCombination.SortDistinct();
        return _keysOfCombination.Span;
    }

    private bool IsFoundExactly(int condition) => _conditions[condition].Condition.Alternatives.All(FieldDraft.IsFoundExactly);

    /// <summary>The conditions as the index has them; who comes here has often found what key and partition ask for.</summary>
    private ReadOnlySpan<IndexedCondition> Indexed(ReadOnlySpan<int> conditions, int key, int partitioning)
    {
        _indexed.Clear();
        foreach (var condition in conditions)
        {
            var draft = _conditions[condition];
            var isFound = condition == partitioning || (condition == key && IsFoundExactly(key));

            // In a partition the values of a key are keys only together with it, and so cannot be looked up.
            var isPartitionKey = isFound && condition == key && partitioning != Rarity.None;
            // Survives: checked the other way, it says the same.
            var indexed = draft.IsAboutValues && !isPartitionKey ? OfValues(condition, draft) : OfOperator(condition, draft);
            _indexed.Add(isFound ? indexed.Known : indexed);
        }

        return CollectionsMarshal.AsSpan(_indexed);
    }

    private IndexedCondition OfOperator(int condition, DraftCondition draft)
    {
        ref var place = ref _placeOfOperator[condition];
        if (place == NotWritten)
        {
            place = _operators.Count;
            _operators.Add(draft.Condition.Any);
        }

        return IndexedCondition.OfOperator(draft.Field, place);
    }

    private IndexedCondition OfValues(int condition, DraftCondition draft)
    {
        var values = draft.Values.In(_draftValues);
        if (values.Length == 1)
        {
            return IndexedCondition.OfValue(draft.Field, KeyOfValue(values[0]));
        }

        ref var place = ref _placeOfValues[condition];
        if (place == NotWritten)
        {
            place = _valueLists.Count;
            _valueLists.Add(values.Length);
            foreach (var value in values)
            {
                _valueLists.Add(KeyOfValue(value));
            }
        }

        return IndexedCondition.OfValues(draft.Field, place);
    }
}

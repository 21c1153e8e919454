using System.Runtime.InteropServices;
using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Operators;

namespace Waybill.EventPatterns.Indexing;

/// <summary>Writes rules as an index has them, each under the key (and the leading value) by which it is reached.</summary>
internal sealed class RuleWriter
{
    private const int NotWritten = -1;

    private readonly List<FieldDraft> _fields;
    private readonly List<DraftCondition> _conditions;
    private readonly List<int> _draftValues;
    private readonly ValueNumbers _values;
    private readonly KeyTable _keys;
    private readonly Rarity _rarity;
    private readonly LeadingField _lead;

    // By draft number of a value: its number among the keys, if conditions that are looked at accept it.
    private readonly int[] _keyOfValue;

    // By draft number of a condition: where its values lie, and its operator, if they were written.
    private readonly int[] _placeOfValues;
    private readonly int[] _placeOfOperator;
    private readonly List<int> _valueLists = [];
    private readonly List<Alternative> _operators = [];
    private readonly List<IndexedCondition> _ruleConditions = [];
    private readonly List<int> _rules = [];
    private readonly List<int> _unreachable = [];
    private readonly EntriesDraft _entries = new();
    private readonly Grown<int> _ruleKeys = new();
    private int _leadValues;

    public RuleWriter(
        List<FieldDraft> fields, List<DraftCondition> conditions, List<int> conditionValues, ValueNumbers values, KeyTable keys, Rarity rarity, LeadingField lead)
    {
        (_fields, _conditions, _draftValues, _values, _keys, _rarity, _lead) = (fields, conditions, conditionValues, values, keys, rarity, lead);
        _keyOfValue = new int[values.Count];
        _placeOfValues = new int[conditions.Count];
        _placeOfOperator = new int[conditions.Count];
        Array.Fill(_keyOfValue, NotWritten);
        Array.Fill(_placeOfValues, NotWritten);
        Array.Fill(_placeOfOperator, NotWritten);
        AddLeadValues();
    }

    /// <summary>Makes a rule reachable through its rarest condition, together with each leading value it accepts.</summary>
    /// <param name="pattern">The pattern it is one way to match.</param>
    /// <param name="conditions">Its conditions.</param>
    public void Write(int pattern, ReadOnlySpan<int> conditions)
    {
        var lead = _lead.ConditionOf(conditions);
        var key = _rarity.Rarest(conditions, lead);
        if (key == Rarity.None && lead != Rarity.None)
        {
            (lead, key) = (Rarity.None, _rarity.Rarest(conditions, Rarity.None));
        }

        var keys = KeysOf(key, lead);
        if (conditions.Length == 1 && keys.Length > 0 && IsFoundExactly(key))
        {
            foreach (var found in keys)
            {
                _entries.Add(found, ~pattern);
            }

            return;
        }

        var start = _rules.Count;
        Rule.Write(_rules, pattern, mayRepeat: keys.Length > 1, Indexed(conditions, key, lead));
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
        _keys.Lead(keys);
        tree.Finish();
        var plans = new AskingPlans(_fields.Count, _leadValues);
        _fields.ForEach(field => field.Finish(plans, keys));
        if (_lead.Field != FieldNode.NoField)
        {
            plans.Lead(_lead.Field);
        }

        return new RuleIndex
        {
            Fields = tree,
            Plans = plans,
            Table = _keys,
            LeadField = _lead.Field,
            LeadValues = _leadValues,
            Entries = entries,
            Unreachable = [.. _unreachable],
            Rules = [.. _rules],
            Operators = [.. _operators],
            Values = [.. _valueLists],
        };
    }

    /// <summary>Gives the leading field's values the lowest numbers.</summary>
    private void AddLeadValues()
    {
        foreach (var value in _lead.Values())
        {
            KeyOfValue(value);
        }

        _leadValues = _keys.Count;
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

    /// <summary>The numbers of the keys by which every leaf that satisfies the condition is found, of each leading value.</summary>
    private ReadOnlySpan<int> KeysOf(int condition, int lead)
    {
        _ruleKeys.Clear();
        if (condition == Rarity.None)
        {
            return [];
        }

        var field = _fields[_conditions[condition].Field];
        foreach (var alternative in _conditions[condition].Condition.Alternatives)
        {
            if (lead == Rarity.None)
            {
                _ruleKeys.Add(field.AddKey(alternative));
                continue;
            }

            foreach (var value in _conditions[lead].Values.In(_draftValues))
            {
                _ruleKeys.Add(field.AddKey(alternative, _keyOfValue[value]));
            }
        }

        _ruleKeys.SortDistinct();
        return _ruleKeys.Span;
    }

    private bool IsFoundExactly(int condition) => _conditions[condition].Condition.Alternatives.All(FieldDraft.IsFoundExactly);

    /// <summary>The conditions as the index has them; who comes to a rule has often found what its key and the leading value ask for.</summary>
    private ReadOnlySpan<IndexedCondition> Indexed(ReadOnlySpan<int> conditions, int key, int lead)
    {
        _ruleConditions.Clear();
        foreach (var condition in conditions)
        {
            var draft = _conditions[condition];
            var isFound = condition == lead || (condition == key && IsFoundExactly(key));

            // With a leading value the values of a key are keys only together with it, and so cannot be looked up.
            var isLedKey = isFound && condition == key && lead != Rarity.None;
            var indexed = draft.IsAboutValues && !isLedKey ? OfValues(condition, draft) : OfOperator(condition, draft);
            _ruleConditions.Add(isFound ? indexed.Known : indexed);
        }

        return CollectionsMarshal.AsSpan(_ruleConditions);
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

using System.Runtime.InteropServices;
using Waybill.EventPatterns.Events;

namespace Waybill.EventPatterns.Indexing;

/// <summary>Writes rules as an index has them, each under the key (and the leading value) by which it is reached.</summary>
internal sealed class RuleWriter
{
    /// <summary>A rule that accepts more values of the leading field is reached without it, since it is written for each of them.</summary>
    public const int MostLeadsOfRule = 8;

    private const int NotWritten = -1;

    private readonly List<FieldDraft> _fields;
    private readonly List<DraftCondition> _conditions;
    private readonly List<int> _draftValues;
    private readonly ValueNumbers _values;
    private readonly KeyTable _keys;
    private readonly Rarity _rarity;
    private readonly int _lead;

    // By draft number of a value: its number among the keys, if conditions that are looked at accept it.
    private readonly int[] _keyOfValue;
    private readonly IndexedCondition[] _indexed;
    private readonly List<int> _conditionValues = [];
    private readonly List<int> _rules = [];
    private readonly List<int> _unreachable = [];
    private readonly EntriesDraft _entries = new();
    private readonly Grown<int> _ruleKeys = new();
    private int _leadValues;

    public RuleWriter(
        List<FieldDraft> fields, List<DraftCondition> conditions, List<int> conditionValues, ValueNumbers values, KeyTable keys, Rarity rarity, int lead)
    {
        (_fields, _conditions, _draftValues, _values, _keys, _rarity, _lead) = (fields, conditions, conditionValues, values, keys, rarity, lead);
        _keyOfValue = new int[values.Count];
        _indexed = [.. conditions.Select(condition => new IndexedCondition(condition.Field, default, condition.IsAboutValues ? null : condition.Condition.Any))];
        Array.Fill(_keyOfValue, NotWritten);
        AddLeadValues();
    }

    /// <summary>Makes a rule reachable through its rarest condition, together with each leading value it accepts.</summary>
    /// <param name="pattern">The pattern it is one way to match.</param>
    /// <param name="conditions">Its conditions.</param>
    public void Write(int pattern, ReadOnlySpan<int> conditions)
    {
        var lead = LeadOf(conditions);
        var key = _rarity.Rarest(conditions, lead);
        if (key == Rarity.None && lead != Rarity.None)
        {
            (lead, key) = (Rarity.None, _rarity.Rarest(conditions, Rarity.None));
        }

        var keys = KeysOf(key, lead);
        if (keys.Length == 1 && conditions.Length == 1 && IsFoundExactly(key))
        {
            _entries.Add(keys[0], ~pattern);
            return;
        }

        var start = _rules.Count;
        Rule.Write(_rules, pattern, mayRepeat: keys.Length > 1, conditions.Length);
        AddConditions(conditions, key, lead);
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
        if (_lead != FieldNode.NoField)
        {
            plans.Lead(_lead);
        }

        return new RuleIndex
        {
            Fields = tree,
            Plans = plans,
            Table = _keys,
            LeadField = _lead,
            LeadValues = _leadValues,
            Entries = entries,
            Unreachable = [.. _unreachable],
            Rules = [.. _rules],
            Conditions = _indexed,
            ConditionValues = [.. _conditionValues],
        };
    }

    /// <summary>Gives the leading field's values the lowest numbers.</summary>
    private void AddLeadValues()
    {
        foreach (var condition in _conditions)
        {
            if (condition.Field == _lead && condition.Values.Count is > 0 and <= MostLeadsOfRule)
            {
                foreach (var value in ValuesOf(condition))
                {
                    KeyOfValue(value);
                }
            }
        }

        _leadValues = _keys.Count;
    }

    /// <summary>The condition that names leading values.</summary>
    private int LeadOf(ReadOnlySpan<int> conditions)
    {
        foreach (var condition in conditions)
        {
            if (_conditions[condition].Field == _lead && _conditions[condition].Values.Count is > 0 and <= MostLeadsOfRule)
            {
                return condition;
            }
        }

        return Rarity.None;
    }

    private ReadOnlySpan<int> ValuesOf(DraftCondition condition) => CollectionsMarshal.AsSpan(_draftValues).Slice(condition.Values.First, condition.Values.Count);

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

            foreach (var value in ValuesOf(_conditions[lead]))
            {
                _ruleKeys.Add(field.AddKey(alternative, _keyOfValue[value]));
            }
        }

        _ruleKeys.SortDistinct();
        return _ruleKeys.Span;
    }

    private bool IsFoundExactly(int condition) => _conditions[condition].Condition.Alternatives.All(FieldDraft.IsFoundExactly);

    /// <summary>Adds the conditions as <see cref="Rule.Conditions"/> has them; who comes to a rule has often found what its key and the leading value ask for.</summary>
    private void AddConditions(ReadOnlySpan<int> conditions, int key, int lead)
    {
        foreach (var condition in conditions)
        {
            var draft = _conditions[condition];
            var isFound = condition == lead || (condition == key && IsFoundExactly(key));
            if (isFound && condition == key && !(draft.IsAboutValues && lead == Rarity.None))
            {
                // Its values, if it is about such, are known as keys together with a leading value only.
                _indexed[condition] = _indexed[condition] with { General = draft.Condition.Any };
                _rules.Add(draft.Field | Rule.Known);
                _rules.Add(condition);
            }
            else
            {
                AddCondition(condition, draft, isFound);
            }
        }
    }

    private void AddCondition(int condition, DraftCondition draft, bool isKnown)
    {
        if (draft.IsAboutValues && _indexed[condition].Values.Count == 0)
        {
            var first = _conditionValues.Count;
            foreach (var value in ValuesOf(draft))
            {
                _conditionValues.Add(KeyOfValue(value));
            }

            _indexed[condition] = _indexed[condition] with { Values = new Values(first, draft.Values.Count) };
        }

        var isOneValue = !isKnown && draft.Values.Count == 1;
        _rules.Add(draft.Field | (isKnown ? Rule.Known : isOneValue ? Rule.OneValue : 0));
        _rules.Add(isOneValue ? _conditionValues[_indexed[condition].Values.First] : condition);
    }
}

using System.Runtime.InteropServices;
using Waybill.EventPatterns.Operators;

namespace Waybill.EventPatterns.Indexing;

/// <summary>Guesses how often events satisfy a condition, from how often rules ask for it: rules are written about the values that events have.</summary>
internal sealed class Rarity
{
    /// <summary>No condition.</summary>
    public const int None = -1;

    // So that the only rule about a field is not taken for one that every event satisfies.
    private const double Unseen = 8;

    // What an index finds without its being right costs more than what it finds exactly.
    private const double OperatorPenalty = 2;

    private readonly List<FieldDraft> _fields;
    private readonly List<DraftCondition> _conditions;
    private readonly List<int> _conditionUses;
    private readonly List<int> _conditionValues;
    private readonly int[] _fieldUses;
    private readonly int[] _valueUses;
    private readonly double[] _shares;

    public Rarity(List<FieldDraft> fields, List<DraftCondition> conditions, List<int> conditionUses, List<int> conditionValues, int valueCount)
    {
        (_fields, _conditions, _conditionUses, _conditionValues) = (fields, conditions, conditionUses, conditionValues);
        fields.ForEach(field => field.EndObserving());
        _fieldUses = new int[fields.Count];
        _valueUses = new int[valueCount];
        for (var condition = 0; condition < conditions.Count; condition++)
        {
            _fieldUses[conditions[condition].Field] += conditionUses[condition];
            foreach (var value in Values(conditions[condition]))
            {
                _valueUses[value] += conditionUses[condition];
            }
        }

        _shares = new double[conditions.Count];
        for (var condition = 0; condition < conditions.Count; condition++)
        {
            _shares[condition] = Share(condition);
        }
    }

    /// <summary>The condition by which a rule is best reached, one excepted; <see cref="None"/> if it can only be looked at for every event.</summary>
    public int Rarest(ReadOnlySpan<int> conditions, int except)
    {
        var rarest = None;
        foreach (var condition in conditions)
        {
            if (condition != except && double.IsFinite(_shares[condition]) && (rarest == None || _shares[condition] < _shares[rarest]))
            {
                rarest = condition;
            }
        }

        return rarest;
    }

    /// <summary>The part of events that may satisfy the condition; infinite if they can do so without a leaf.</summary>
    private double Share(int condition)
    {
        var indexed = _conditions[condition];
        var seen = _fieldUses[indexed.Field] + Unseen;
        var general = indexed.Condition;
        if (indexed.IsAboutValues)
        {
            var uses = 0;
            foreach (var value in Values(indexed))
            {
                uses += _valueUses[value];
            }

            return uses / seen;
        }

        return general.AcceptsAbsence
            ? double.PositiveInfinity
            : general.Alternatives.Sum(alternative => Share(alternative, indexed.Field, _conditionUses[condition]));
    }

    private double Share(Alternative alternative, int field, double usesOfCondition) => _fields[field].Uses(alternative) is { } uses
        ? OperatorPenalty * Math.Max(usesOfCondition, uses) / (_fieldUses[field] + Unseen)
        : 1;

    private ReadOnlySpan<int> Values(DraftCondition condition) =>
        CollectionsMarshal.AsSpan(_conditionValues).Slice(condition.Values.First, condition.Values.Count);
}

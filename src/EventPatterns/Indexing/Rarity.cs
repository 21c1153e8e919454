namespace Waybill.EventPatterns.Indexing;

/// <summary>Says by which of its conditions a combination is reached in the fewest events.</summary>
internal sealed class Rarity
{
    /// <summary>No condition.</summary>
    public const int None = -1;

    private readonly double[] _shares;

    public Rarity(
        List<FieldDraft> fields, List<DraftCondition> conditions, List<int> conditionUses, List<int> conditionValues, ValueNumbers values)
    {
        var valueUses = new int[values.Count];
        for (var condition = 0; condition < conditions.Count; condition++)
        {
            var draft = conditions[condition];
            foreach (var value in draft.Values.In(conditionValues))
            {
                valueUses[value] += conditionUses[condition];
            }

            if (!draft.IsAboutValues)
            {
                fields[draft.Field].Shares.AddCondition(draft.Condition, conditionUses[condition]);
            }
        }

        for (var value = 0; value < values.Count; value++)
        {
            var (field, alternative) = values[value];
            fields[field].Shares.AddValue(alternative, valueUses[value]);
        }

        fields.ForEach(field => field.Shares.Finish());
        _shares = [.. conditions.Select((condition, place) => Share(condition, fields[condition.Field].Shares, conditionUses[place]))];

        double Share(in DraftCondition condition, FieldShares shares, int uses)
        {
            double share = 0;
            foreach (var value in condition.Values.In(conditionValues))
            {
                share += shares.OfValue(valueUses[value]);
            }

            return condition.IsAboutValues ? share
                : condition.Condition.AcceptsAbsence ? double.PositiveInfinity
                : condition.Condition.Alternatives.Sum(alternative => shares.Of(alternative, uses));
        }
    }

    /// <summary>The condition by which a combination is best reached, one excepted; <see cref="None"/> if by none.</summary>
    public int Rarest(ReadOnlySpan<int> conditions, int except)
    {
        var rarest = None;
        foreach (var condition in conditions)
        {
            // Survives: of two that are as rare either will do.
            if (condition != except && double.IsFinite(_shares[condition]) && (rarest == None || _shares[condition] < _shares[rarest]))
            {
                rarest = condition;
            }
        }

        return rarest;
    }
}

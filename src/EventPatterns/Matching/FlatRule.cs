namespace Waybill.EventPatterns.Matching;

/// <summary>Conditions that must all hold, in UTF-16 order of their paths.</summary>
internal sealed class FlatRule(IReadOnlyDictionary<string, Condition> conditions)
{
    public IReadOnlyList<FieldCondition> Conditions { get; } = [.. conditions.Select(pair => new FieldCondition(pair.Key, pair.Value))];
}

/// <param name="Path">The keys that lead to the field, joined with dots.</param>
/// <param name="Condition">What its value must be.</param>
internal sealed record FieldCondition(string Path, Condition Condition);

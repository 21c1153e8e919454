using System.Collections.Immutable;

namespace Waybill.EventPatterns.Matching;

/// <summary>Conditions that must all hold, in UTF-16 order of their paths.</summary>
internal sealed class FlatRule(ImmutableArray<FieldCondition> conditions)
{
    public ImmutableArray<FieldCondition> Conditions => conditions;
}

/// <param name="Path">The keys that lead to the field, joined with dots.</param>
/// <param name="Condition">What its value must be.</param>
internal readonly record struct FieldCondition(string Path, Condition Condition);

using System.Collections.Immutable;

namespace Waybill.EventPatterns.Parsing;

/// <summary>Conditions that must all hold, in UTF-16 order of their paths: a pattern when one branch of each <c>$or</c> is taken.</summary>
internal sealed class Combination(ImmutableArray<FieldCondition> conditions)
{
    public ImmutableArray<FieldCondition> Conditions => conditions;
}

/// <param name="Path">The keys that lead to the field, joined with dots.</param>
/// <param name="Condition">What its value must be.</param>
internal readonly record struct FieldCondition(string Path, Condition Condition);

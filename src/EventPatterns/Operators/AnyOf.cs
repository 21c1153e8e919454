using System.Collections.Immutable;
using Waybill.EventPatterns.Events;

namespace Waybill.EventPatterns.Operators;

/// <summary>Several alternatives of which any one will do; an array of a pattern that has more than one.</summary>
internal sealed class AnyOf(ImmutableArray<Operator> alternatives) : Operator
{
    public override bool AcceptsAbsence { get; } = alternatives.Any(alternative => alternative.AcceptsAbsence);

    /// <summary>The only alternative, or all as one.</summary>
    public static Operator Of(ImmutableArray<Operator> alternatives) => alternatives is [var only] ? only : new AnyOf(alternatives);

    public override bool Matches(in LeafValue leaf)
    {
        foreach (var alternative in alternatives)
        {
            if (alternative.Matches(leaf))
            {
                return true;
            }
        }

        return false;
    }
}

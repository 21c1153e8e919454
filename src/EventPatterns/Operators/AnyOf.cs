using Waybill.EventPatterns.Events;

namespace Waybill.EventPatterns.Operators;

/// <summary>Several alternatives of which any one will do; an array of a pattern that has more than one.</summary>
internal sealed class AnyOf(Alternative[] alternatives) : Alternative
{
    public override bool AcceptsAbsence { get; } = Array.Exists(alternatives, alternative => alternative.AcceptsAbsence);

    /// <summary>The only alternative, or all as one.</summary>
    public static Alternative Of(IReadOnlyList<Alternative> alternatives) => alternatives is [var only] ? only : new AnyOf([.. alternatives]);

    public override bool Matches(in Scalar leaf)
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

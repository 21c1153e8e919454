using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Operators;

namespace Waybill.EventPatterns.Matching;

/// <summary>The array at a leaf of a pattern: any one of its alternatives will do.</summary>
/// <param name="alternatives">What it holds, in the order of writing.</param>
/// <param name="start">The byte at which it starts in the pattern's text.</param>
internal sealed class Condition(IReadOnlyList<Alternative> alternatives, int start)
{
    public int Start { get; } = start;

    public IReadOnlyList<Alternative> Alternatives { get; } = alternatives;

    /// <summary>Whether it also holds when there is no leaf at the path.</summary>
    public bool AcceptsAbsence { get; } = alternatives.Any(alternative => alternative is Exists { IsWanted: false });

    /// <summary>
    /// The keys under which every value it accepts can be found (see <see cref="ValueKey"/>); null when it accepts others too.
    /// </summary>
    public IReadOnlyList<byte[]>? Keys { get; } = alternatives.All(alternative => alternative.Key is not null)
        ? [.. alternatives.Select(alternative => alternative.Key!)]
        : null;

    public bool Matches(in Scalar leaf)
    {
        foreach (var alternative in Alternatives)
        {
            if (alternative.Matches(leaf))
            {
                return true;
            }
        }
        return false;
    }
}

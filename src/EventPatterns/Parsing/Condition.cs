using System.Collections.Immutable;
using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Operators;

namespace Waybill.EventPatterns.Parsing;

/// <summary>The array at a leaf of a pattern: any one of its alternatives will do.</summary>
/// <param name="alternatives">What the array holds.</param>
/// <param name="text">The array as it was written.</param>
/// <param name="start">The byte of the pattern's text at which it starts.</param>
internal sealed class Condition(ImmutableArray<Operator> alternatives, ReadOnlyMemory<byte> text, int start)
{
    public ImmutableArray<Operator> Alternatives => alternatives;

    public ReadOnlyMemory<byte> Text { get; } = text;

    public int Start { get; } = start;

    /// <summary>Its alternatives as one.</summary>
    public Operator Any { get; } = AnyOf.Of(alternatives);

    /// <summary>Whether it also holds when there is no leaf at the path.</summary>
    public bool AcceptsAbsence => Any.AcceptsAbsence;

    public bool Matches(in LeafValue leaf) => Any.Matches(leaf);
}

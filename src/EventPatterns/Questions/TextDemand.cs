namespace Waybill.EventPatterns.Questions;

/// <summary>What is wanted of a text, said of the states of a <see cref="TextAutomaton"/> that it leads to.</summary>
/// <param name="Holds">Whether a text is as wanted that ends here.</param>
/// <param name="MayHold">Whether a text could be that goes on from here; true when that is hard to say.</param>
internal sealed record TextDemand(Func<int[], bool> Holds, Func<int[], bool> MayHold)
{
    public static TextDemand Some(params IReadOnlyList<TextDemand> parts) =>
        new(set => parts.Any(part => part.Holds(set)), set => parts.Any(part => part.MayHold(set)));

    public static TextDemand All(params IReadOnlyList<TextDemand> parts) =>
        new(set => parts.All(part => part.Holds(set)), set => parts.All(part => part.MayHold(set)));

    public static TextDemand None(params IReadOnlyList<TextDemand> parts) =>
        new(set => !parts.Any(part => part.Holds(set)), _ => true);
}

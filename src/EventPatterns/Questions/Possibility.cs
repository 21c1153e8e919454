namespace Waybill.EventPatterns.Questions;

/// <summary>Whether there is an event of some kind: shown by an example, ruled out, or not decided in a bounded number of steps.</summary>
/// <param name="Answer">A yes is always proven, by an example that the engine itself matches; a no is exact.</param>
/// <param name="Example">For a yes, such an event as JSON; only with the fields that the patterns ask about.</param>
public sealed record Possibility(Answer Answer, string? Example = null)
{
    internal static Possibility No { get; } = new(Answer.No);

    internal static Possibility Unknown { get; } = new(Answer.Unknown);
}

/// <summary>An answer that is never a guess.</summary>
public enum Answer
{
    Yes,
    No,

    /// <summary>It would take too long to say.</summary>
    Unknown,
}

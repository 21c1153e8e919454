namespace Waybill.EventPatterns.Explaining;

/// <summary>The condition at which a combination says no: those before it can hold together, but not this one as well.</summary>
/// <remarks>Conditions are taken in UTF-16 order of their paths.</remarks>
internal sealed record Mismatch
{
    private const int Shown = 5;

    /// <summary>Which combination, counted from 1 in the order of writing.</summary>
    public required int Combination { get; init; }

    /// <summary>In which way.</summary>
    public required MismatchReason Reason { get; init; }

    /// <summary>The condition, as a JSON pointer (RFC 6901) into the pattern.</summary>
    public string Pointer { get; init; } = "";

    /// <summary>The path it is about: keys joined with dots.</summary>
    public string Path { get; init; } = "";

    /// <summary>What would satisfy it, as the pattern says it; if there is much, the last entry says how much more.</summary>
    public IReadOnlyList<string> Expected { get; init; } = [];

    /// <summary>What the event has instead (see <see cref="Reason"/> for which values): the first few of <see cref="SeenCount"/>.</summary>
    public IReadOnlyList<SeenValue> Seen { get; init; } = [];

    /// <summary>How many there are.</summary>
    public int SeenCount { get; init; }

    /// <summary>The array whose elements are at issue, as a JSON pointer into the event, if one is.</summary>
    public string? Array { get; init; }

    /// <summary>The paths of the conditions that settled on one element of <see cref="Array"/>.</summary>
    public IReadOnlyList<string> SettledBy { get; init; } = [];

    /// <summary>One sentence: where in the pattern, what was expected, what was seen.</summary>
    public override string ToString() => Reason == MismatchReason.TooComplex
        ? "some condition: it takes too many steps to say which"
        : $"{Excerpt.Of(Pointer)}: expected {AnyOf(Expected)}; {Instead()}";

    private string Instead() => Reason switch
    {
        MismatchReason.Missing when SeenCount == 0 => $"the event has no {Excerpt.Of(Path)}",
        MismatchReason.Missing => $"the event has no value there, only {SeenText()}",
        MismatchReason.Different => $"seen {SeenText()}",
        MismatchReason.InTheWay when Array is null => $"in the way is {SeenText()}",
        MismatchReason.InTheWay => $"in the way is {SeenText()} "
            + $"(no path before {Excerpt.Of(Path)} settles on one element of {Array}, so no element may have it)",
        _ => $"seen {SeenText()}, but not in the same element of {Array} as "
            + string.Join(", ", SettledBy.Take(Shown).Select(Excerpt.Of)),
    };

    private string SeenText() =>
        string.Join(", ", Seen) + (SeenCount == Seen.Count ? "" : $" and {SeenCount - Seen.Count} more");

    private static string AnyOf(IReadOnlyList<string> expected) =>
        expected.Count == 1 ? expected[0] : $"{string.Join(", ", expected.SkipLast(1))} or {expected[^1]}";
}

/// <summary>How a condition says no.</summary>
internal enum MismatchReason
{
    /// <summary>The event has no leaf there. <see cref="Mismatch.Seen"/> are objects and empty arrays, which are no leaves.</summary>
    Missing,

    /// <summary>No leaf satisfies the condition. <see cref="Mismatch.Seen"/> are the leaves there are.</summary>
    Different,

    /// <summary>It wants no leaf, and there are some: <see cref="Mismatch.Seen"/> (in the array elements already settled on).</summary>
    InTheWay,

    /// <summary>
    /// <see cref="Mismatch.Seen"/> satisfy it, and the conditions before it hold, but never in one element of <see cref="Mismatch.Array"/>.
    /// </summary>
    OtherElement,

    /// <summary>The search for the reason was given up: one path leads through very many arrays.</summary>
    TooComplex,
}

/// <summary>A value of an event.</summary>
/// <param name="Pointer">Where it is (RFC 6901).</param>
/// <param name="Json">What is written there; shortened if it is long, and only <c>{…}</c> or <c>[]</c> if it is no leaf.</param>
internal sealed record SeenValue(string Pointer, string Json)
{
    public override string ToString() => $"{Json} at {Pointer}";
}

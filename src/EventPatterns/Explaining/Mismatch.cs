using System.Globalization;
using System.Text;

namespace Waybill.EventPatterns.Explaining;

/// <summary>The condition at which one alternative of a pattern says no: those before it can hold together, but not this one as well.</summary>
/// <remarks>Alternatives are what <c>$or</c> makes of a pattern; conditions are taken in UTF-16 order of their paths.</remarks>
public sealed record Mismatch
{
    private const int Shown = 5;

    /// <summary>Which alternative, counted from 1 in the order of writing.</summary>
    public required int Alternative { get; init; }

    /// <summary>In which way.</summary>
    public required MismatchReason Reason { get; init; }

    /// <summary>The condition, as a JSON pointer (RFC 6901) into the pattern.</summary>
#pragma warning disable CA1720 // the one word for this, in RFC 6901
    public required string Pointer { get; init; }
#pragma warning restore CA1720

    /// <summary>The path it is about: keys joined with dots.</summary>
    public required string Path { get; init; }

    /// <summary>What would satisfy it, as the pattern says it; the last entry says how many more there are if there are many.</summary>
    public required IReadOnlyList<string> Expected { get; init; }

    /// <summary>What the event has instead: see <see cref="Reason"/> for which values these are. The first few of <see cref="SeenCount"/>.</summary>
    public required IReadOnlyList<SeenValue> Seen { get; init; }

    /// <summary>How many there are.</summary>
    public required int SeenCount { get; init; }

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
        MismatchReason.InTheWay =>
            $"in the way is {SeenText()} (no path before {Excerpt.Of(Path)} settles on one element of {Array}, so no element may have it)",
        _ => $"seen {SeenText()}, but not in the same element of {Array} as {string.Join(", ", SettledBy.Take(Shown).Select(Excerpt.Of))}",
    };

    private string SeenText()
    {
        var text = new StringBuilder().AppendJoin(", ", Seen);
        return SeenCount == Seen.Count ? text.ToString() : text.Append(CultureInfo.InvariantCulture, $" and {SeenCount - Seen.Count} more").ToString();
    }

    private static string AnyOf(IReadOnlyList<string> alternatives) =>
        alternatives.Count == 1 ? alternatives[0] : $"{string.Join(", ", alternatives.SkipLast(1))} or {alternatives[^1]}";
}

/// <summary>How a condition says no.</summary>
public enum MismatchReason
{
    /// <summary>The event has no leaf at the path. <see cref="Mismatch.Seen"/> are objects and empty arrays there, which are no leaves.</summary>
    Missing,

    /// <summary>No leaf satisfies the condition. <see cref="Mismatch.Seen"/> are the leaves there are.</summary>
    Different,

    /// <summary>It wants no leaf, and there are some: <see cref="Mismatch.Seen"/> (in the array elements already settled on).</summary>
    InTheWay,

    /// <summary>
    /// <see cref="Mismatch.Seen"/> satisfy it, and the conditions before it are satisfied too, but never in one element of <see cref="Mismatch.Array"/>.
    /// </summary>
    OtherElement,

    /// <summary>The search for the reason was given up: one path leads through very many arrays.</summary>
    TooComplex,
}

/// <summary>A value of an event.</summary>
/// <param name="Pointer">Where it is (RFC 6901).</param>
/// <param name="Json">What is written there; shortened if it is long, and only <c>{…}</c> or <c>[]</c> if it is no leaf.</param>
#pragma warning disable CA1720 // the one word for this, in RFC 6901
public sealed record SeenValue(string Pointer, string Json)
#pragma warning restore CA1720
{
    public override string ToString() => $"{Json} at {Pointer}";
}

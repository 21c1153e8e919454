namespace Waybill.Local.Logs.Patterns;

/// <summary>Which log events are wanted.</summary>
/// <remarks>Source: CloudWatch Logs user guide, "Filter pattern syntax". Patterns of terms and JSON patterns are matched; space-delimited
/// ones (<c>[a, b]</c>) are refused.</remarks>
internal abstract class FilterPattern
{
    public const int Longest = 1024;

    /// <summary>Matches every event, as the empty pattern does.</summary>
    public static readonly FilterPattern All = new Everything();

    /// <exception cref="FilterPatternException">The text is no pattern; the message says where and why.</exception>
    public static FilterPattern Parse(string text)
    {
        var trimmed = text.TrimStart();
        return trimmed.Length == 0 ? All : trimmed[0] switch
        {
            '{' => new JsonPatternReader(text).Read(),
            '[' => throw FilterPatternException.OfSpaceDelimited(text.IndexOf('[', StringComparison.Ordinal)),
            _ => new TermPatternReader(text).Read(),
        };
    }

    public abstract bool Matches(string message);

    private sealed class Everything : FilterPattern
    {
        public override bool Matches(string message) => true;
    }
}

/// <summary>A text is no filter pattern.</summary>
/// <param name="why">What is wrong.</param>
/// <param name="at">Where, counted from 0.</param>
internal sealed class FilterPatternException(string why, int at)
    : Exception($"Invalid filter pattern: {why} (at character {at + 1})")
{
    public static FilterPatternException OfSpaceDelimited(int at) => new("space-delimited patterns are not matched by laptop mode", at);
}

using System.Buffers;
using System.Text.RegularExpressions;

namespace Waybill.Local.Logs.Patterns;

/// <summary>The regular expressions that filter patterns may have between two <c>%</c>.</summary>
/// <remarks>Source: CloudWatch Logs user guide, "Supported regular expressions (regex) syntax": no groups, no other characters. They are
/// matched in time that grows with the text only.</remarks>
internal static class PatternRegex
{
    private const string Characters = ":_#=@/;,-^$?[]{}|\\*+.";

    private static readonly SearchValues<char> Allowed = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + Characters);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <exception cref="FilterPatternException">It has what is not supported, or is none.</exception>
    public static Regex Of(string text, int at)
    {
        if (text.AsSpan().IndexOfAnyExcept(Allowed) is >= 0 and var bad)
        {
            throw new FilterPatternException(
                $"Invalid character(s) in term '%{text}%': '{text[bad]}' is not supported in a regular expression", at + bad + 1);
        }

        try
        {
            return new Regex(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Patience);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            throw new FilterPatternException($"'%{text}%' is no regular expression: {error.Message}", at);
        }
    }
}

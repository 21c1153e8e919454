using System.Text.RegularExpressions;

namespace Waybill.JsonSchemas.Patterns;

/// <summary>An ECMA-262 regular expression, matched in time linear in the text whatever the text.</summary>
/// <remarks>
/// It is translated to .NET's dialect: <c>$</c> is the very end, <c>\d</c> and <c>\w</c> are ASCII, <c>.</c> stops at every line end.
/// Look-around and back-references are refused, as is what the two dialects do not share, and characters beyond U+FFFF in the pattern.
/// In the text such a character counts as two for <c>.</c> and <c>[^…]</c>.
/// </remarks>
public sealed class Pattern
{
    private readonly Regex _regex;

    private Pattern(string text, Language language)
    {
        Text = text;
        Language = language.IsKnown ? Language.Found(language) : null;
        _regex = new Regex(language.DotNet, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
    }

    public string Text { get; }

    /// <summary>The texts in which it is found; null where a word boundary or an anchor that repeats keeps that from being said.</summary>
    internal Language? Language { get; }

    public bool IsIn(string value) => _regex.IsMatch(value);

    /// <exception cref="FormatException">Not a pattern that is matched in linear time.</exception>
    public static Pattern Parse(string text)
    {
        try
        {
            return new Pattern(text, new PatternReader(text).Read());
        }
        catch (Exception refused) when (refused is ArgumentException or NotSupportedException)
        {
            throw new FormatException(
                $"'{text}' is not a pattern this validator checks: {refused.Message} "
                + "Allowed: ECMA-262 without look-around and back-references",
                refused);
        }
    }
}

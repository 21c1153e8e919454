using System.Text;
using System.Text.RegularExpressions;

namespace Waybill.JsonSchemas.Keywords;

/// <summary>An ECMA-262 regular expression, matched in time linear in the text whatever the text.</summary>
/// <remarks>
/// It is translated to .NET's dialect: <c>$</c> is the very end, <c>\d</c> and <c>\w</c> are ASCII, <c>.</c> stops at every line end.
/// Look-around and back-references are refused, as is what the two dialects do not share, and characters beyond U+FFFF in the pattern.
/// In the text such a character counts as two for <c>.</c> and <c>[^…]</c>.
/// </remarks>
internal sealed class Pattern
{
    private const string Word = "a-zA-Z0-9_";
    private const string Space = @"\s\uFEFF";
    private const string EscapesOfBoth = "bBfnrtvcxupPsS0";

    private readonly Regex _regex;

    private Pattern(string text, Regex regex)
    {
        Text = text;
        _regex = regex;
    }

    public string Text { get; }

    public bool IsIn(string value) => _regex.IsMatch(value);

    /// <exception cref="FormatException">Not a pattern that is matched in linear time.</exception>
    public static Pattern Parse(string text)
    {
        try
        {
            return new Pattern(text, new Regex(Translate(text), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));
        }
        catch (Exception refused) when (refused is ArgumentException or NotSupportedException)
        {
            throw new FormatException(
                $"'{text}' is not a pattern this validator checks: {refused.Message} Allowed: ECMA-262 without look-around and back-references",
                refused);
        }
    }

    private static string Translate(string text)
    {
        var result = new StringBuilder(text.Length + 16);
        var inClass = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsSurrogate(c) || (c == '(' && !inClass && !IsGroupOfBoth(text.AsSpan(i))))
            {
                throw new NotSupportedException($"what begins at offset {i} is not understood.");
            }

            if (c == '\\' && i + 1 < text.Length)
            {
                result.Append(Escape(text[++i], inClass));
            }
            else if (inClass)
            {
                result.Append(c == '[' ? @"\[" : c);
            }
            else
            {
                result.Append(c switch { '$' => @"\z", '.' => @"[^\n\r\u2028\u2029]", _ => c });
            }

            inClass = c == '[' ? true : c != ']' && inClass;
        }

        return result.ToString();
    }

    private static bool IsGroupOfBoth(ReadOnlySpan<char> group) =>
        group is not ['(', '?', ..] || group[2..] is [':' or '=' or '!' or '<', ..];

    private static string Escape(char letter, bool inClass) => (letter, inClass) switch
    {
        ('d', false) => "[0-9]",
        ('d', true) => "0-9",
        ('w', false) => $"[{Word}]",
        ('w', true) => Word,
        ('s', false) => $"[{Space}]",
        ('s', true) => Space,
        ('D', false) => "[^0-9]",
        ('W', false) => $"[^{Word}]",
        ('S', false) => $"[^{Space}]",
        _ when char.IsAsciiLetter(letter) && (!EscapesOfBoth.Contains(letter) || (letter == 'S' && inClass)) =>
            throw new NotSupportedException($"\\{letter}{(inClass ? " inside [ ]" : "")} is not understood."),
        _ => $"\\{letter}",
    };
}

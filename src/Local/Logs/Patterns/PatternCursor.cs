using System.Text;
using System.Text.RegularExpressions;

namespace Waybill.Local.Logs.Patterns;

/// <summary>A place in a pattern's text, and what both kinds of patterns read there.</summary>
internal sealed class PatternCursor(string text)
{
    public int At { get; set; }

    public bool IsAtEnd => At >= text.Length;

    public char Current => text[At];

    public void SkipSpace()
    {
        while (!IsAtEnd && char.IsWhiteSpace(Current))
        {
            At++;
        }
    }

    /// <summary>Steps over a word if it is next.</summary>
    public bool Try(string word)
    {
        SkipSpace();
        if (string.CompareOrdinal(text, At, word, 0, word.Length) != 0)
        {
            return false;
        }

        At += word.Length;
        return true;
    }

    public string While(Func<char, bool> wanted)
    {
        var start = At;
        while (!IsAtEnd && wanted(Current))
        {
            At++;
        }

        return text[start..At];
    }

    /// <summary>What stands between quotes; a backslash takes the next character as it is.</summary>
    public string Quoted(char quote)
    {
        var start = At++;
        var quoted = new StringBuilder();
        while (!IsAtEnd && Current != quote)
        {
            if (Current == '\\' && At + 1 < text.Length)
            {
                At++;
            }

            quoted.Append(Current);
            At++;
        }

        if (IsAtEnd)
        {
            throw new FilterPatternException($"the {quote} has no end", start);
        }

        At++;
        return quoted.ToString();
    }

    /// <summary>The regular expression between two <c>%</c>.</summary>
    public Regex Regex()
    {
        var start = At++;
        var expression = While(character => character != '%');
        if (IsAtEnd)
        {
            throw new FilterPatternException("the % has no end", start);
        }

        At++;
        return expression.Length > 0
            ? PatternRegex.Of(expression, start)
            : throw new FilterPatternException("there is no regular expression between the %", start);
    }

    public FilterPatternException Unexpected(string wanted)
    {
        var found = IsAtEnd ? "the end" : $"'{text[At..Math.Min(text.Length, At + 20)]}'";
        return new FilterPatternException($"{found} where {wanted} belongs", Math.Min(At, text.Length));
    }
}

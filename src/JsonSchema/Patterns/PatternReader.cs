using System.Globalization;
using System.Text.RegularExpressions;

namespace Waybill.JsonSchemas.Patterns;

/// <summary>Reads an ECMA-262 pattern; what it does not know is refused by <see cref="NotSupportedException"/>.</summary>
internal sealed class PatternReader(string text)
{
    private const int DeepestGroups = 200;

    private static readonly CharSet Digits = CharSet.Of(('0', '9'));
    private static readonly CharSet WordChars = CharSet.Of(('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z'));
    private static readonly CharSet NoLineEnd = CharSet.Of(('\n', '\n'), ('\r', '\r'), ('\u2028', '\u2029')).Others;
    private static readonly Lazy<CharSet> Spaces = new(() => CharSet.Where(c => char.IsWhiteSpace(c) || c == '\uFEFF'));

    private int _at;
    private int _depth;

    public Language Read()
    {
        var language = Branches();
        return IsAtEnd ? language : throw Refusal(_at);
    }

    private bool IsAtEnd => _at == text.Length;

    private Language Branches()
    {
        if (++_depth > DeepestGroups)
        {
            throw Refusal(_at);
        }

        var branches = new List<Language> { Sequence() };
        while (Next('|'))
        {
            branches.Add(Sequence());
        }

        _depth--;
        return Language.Or([.. branches]);
    }

    private Language Sequence()
    {
        var parts = new List<Language>();
        while (!IsAtEnd && text[_at] is not ('|' or ')'))
        {
            var atom = text[_at] is '*' or '+' or '?' ? throw Refusal(_at) : Atom();
            parts.Add(Quantifier() is var (least, most) ? Language.Repeat(atom, least, most) : atom);
        }

        return Language.Sequence(parts);
    }

    private Language Atom()
    {
        var c = text[_at++];
        return c switch
        {
            '(' => Group(),
            '[' => Language.One(Class()),
            '\\' when !IsAtEnd && text[_at] is 'b' or 'B' => Language.Boundary(text[_at++] == 'b'),
            '\\' => Language.One(Escape()),
            '^' => Language.Start,
            '$' => Language.End,
            '.' => Language.One(NoLineEnd),
            _ => Language.One(Single(c)),
        };
    }

    private Language Group()
    {
        var start = _at - 1;
        if (Next('?') && !Next(':'))
        {
            // (?<name>…) is left; look-around and what .NET has of its own is not understood.
            var end = text.IndexOf('>', _at);
            var isNamed = Next('<') && end > _at && text[_at..end].All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
            _at = isNamed ? end + 1 : throw Refusal(start);
        }

        var inner = Branches();
        return Next(')') ? inner : throw Refusal(start);
    }

    private (int Least, int Most)? Quantifier()
    {
        var start = _at;
        (int Least, int Most)? times = Next('*') ? (0, int.MaxValue) : Next('+') ? (1, int.MaxValue) : Next('?') ? (0, 1) : Counted();
        _ = times is not null && Next('?'); // Which match is preferred says nothing about whether there is one.
        return times?.Least > times?.Most ? throw Refusal(start) : times;
    }

    /// <summary><c>{2}</c>, <c>{2,}</c> or <c>{2,3}</c>; any other brace is a character.</summary>
    private (int Least, int Most)? Counted()
    {
        var end = IsAtEnd || text[_at] != '{' ? -1 : text.IndexOf('}', _at);
        if (end < 0 || text[(_at + 1)..end].Split(',') is not { Length: <= 2 } bounds || Count(bounds[0]) is not { } least)
        {
            return null;
        }

        var most = bounds.Length == 1 ? least : bounds[1].Length == 0 ? int.MaxValue : Count(bounds[1]);
        _at = most is null ? _at : end + 1;
        return most is { } known ? (least, known) : null;
    }

    private static int? Count(string digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    /// <summary>A class, behind its '['.</summary>
    private CharSet Class()
    {
        var start = _at - 1;
        var isNegated = Next('^');
        var set = CharSet.Empty;
        while (!Next(']'))
        {
            var from = ClassItem(start);
            if (_at + 1 < text.Length && text[_at] == '-' && text[_at + 1] != ']')
            {
                _at++;
                var to = ClassItem(start);
                from = from.Only is { } first && to.Only is { } last ? first <= last ? CharSet.Of((first, last)) : throw Refusal(start)
                    : from.Or(CharSet.Of(('-', '-'))).Or(to);
            }

            set = set.Or(from);
        }

        return set.IsEmpty ? throw Refusal(start) : isNegated ? set.Others : set;
    }

    private CharSet ClassItem(int start)
    {
        if (IsAtEnd)
        {
            throw Refusal(start);
        }

        return text[_at++] is var c && c == '\\' ? Escape() : Single(c);
    }

    /// <summary>The characters an escape means, behind its backslash.</summary>
    private CharSet Escape()
    {
        var start = _at - 1;
        var letter = IsAtEnd ? throw Refusal(start) : text[_at++];
        return letter switch
        {
            'd' => Digits,
            'D' => Digits.Others,
            'w' => WordChars,
            'W' => WordChars.Others,
            's' => Spaces.Value,
            'S' => Spaces.Value.Others,
            'p' or 'P' when Next('{') && text.IndexOf('}', _at) is var end and > 0 => Category(letter, end),
            'x' => Coded(2, start),
            'u' => Coded(4, start),
            'c' when !IsAtEnd && char.IsAsciiLetter(text[_at]) => Single((char)(text[_at++] % 32)),
            'b' => Single('\b'),
            'f' => Single('\f'),
            'n' => Single('\n'),
            'r' => Single('\r'),
            't' => Single('\t'),
            'v' => Single('\v'),
            '0' when IsAtEnd || !char.IsAsciiDigit(text[_at]) => Single('\0'),
            _ => char.IsAsciiLetterOrDigit(letter) ? throw Refusal(start) : Single(letter),
        };
    }

    private CharSet Category(char letter, int end)
    {
        var category = new Regex($@"\{letter}{{{text[_at..end]}}}", RegexOptions.NonBacktracking);
        _at = end + 1;
        return CharSet.Where(c => category.IsMatch(c.ToString()));
    }

    private CharSet Coded(int digits, int start)
    {
        var code = _at + digits <= text.Length ? text.AsSpan(_at, digits) : [];
        _at += digits;
        return ushort.TryParse(code, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            ? CharSet.Of(((char)number, (char)number))
            : throw Refusal(start);
    }

    private CharSet Single(char c) => char.IsSurrogate(c) ? throw Refusal(_at - 1) : CharSet.Of((c, c));

    private bool Next(char c)
    {
        var isNext = !IsAtEnd && text[_at] == c;
        _at += isNext ? 1 : 0;
        return isNext;
    }

    private static NotSupportedException Refusal(int at) => new($"what begins at offset {at} is not understood.");
}

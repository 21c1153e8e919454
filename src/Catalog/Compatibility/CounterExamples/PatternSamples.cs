using System.Globalization;
using System.Text;

namespace Waybill.Catalog.Compatibility.CounterExamples;

/// <summary>Texts that a regular expression probably matches; whoever uses one tries it first.</summary>
/// <remarks>Knows literals, classes, groups, alternatives, quantifiers and the usual escapes; passes over anchors and stops at anything else.</remarks>
internal sealed class PatternSamples
{
    private const int Variants = 12;
    private const int LongestText = 200;
    private const string Printable = "aZ09b_- .Bc1!/é";

    private readonly string _pattern;
    private readonly int _variant;
    private int _at;
    private int _choices;

    private PatternSamples(string pattern, int variant) => (_pattern, _variant) = (pattern, variant);

    public static IEnumerable<string> Of(string pattern) =>
        Enumerable.Range(0, Variants).Select(variant => new PatternSamples(pattern, variant).Alternatives()).Distinct(StringComparer.Ordinal);

    private string Alternatives()
    {
        var alternatives = new List<string> { Sequence() };
        while (_at < _pattern.Length && _pattern[_at] == '|')
        {
            _at++;
            alternatives.Add(Sequence());
        }

        return alternatives[(_variant + _choices) % alternatives.Count];
    }

    private string Sequence()
    {
        var text = new StringBuilder();
        while (_at < _pattern.Length && _pattern[_at] is not ('|' or ')'))
        {
            var from = _at;
            var atom = Atom();
            var (least, most) = Quantifier();
            var times = (_variant & 1) == 0 ? least : Math.Min(most, least + 1 + (_variant / 4));
            for (var i = 0; i < times && text.Length < LongestText; i++)
            {
                text.Append(atom);
            }

            if (_at == from)
            {
                break;
            }
        }

        return text.ToString();
    }

    private string Atom()
    {
        var c = _pattern[_at++];
        return c switch
        {
            '^' or '$' => "",
            '.' => Pick(Printable),
            '(' => Group(),
            '[' => Pick(Class()),
            '\\' when _at < _pattern.Length => Escaped(_pattern[_at++]) is var set && set.Length > 0 ? Pick(set) : "",
            _ => c.ToString(),
        };
    }

    private string Group()
    {
        if (_pattern.AsSpan(_at).StartsWith("?:", StringComparison.Ordinal))
        {
            _at += 2;
        }

        var inner = Alternatives();
        _at = Math.Min(_at + 1, _pattern.Length);
        return inner;
    }

    private string Class()
    {
        var negated = _at < _pattern.Length && _pattern[_at] == '^';
        _at += negated ? 1 : 0;
        var set = new StringBuilder();
        while (_at < _pattern.Length && _pattern[_at] != ']')
        {
            var c = _pattern[_at++];
            if (c == '\\' && _at < _pattern.Length)
            {
                set.Append(Escaped(_pattern[_at++]));
            }
            else if (_at + 1 < _pattern.Length && _pattern[_at] == '-' && _pattern[_at + 1] != ']')
            {
                var last = _pattern[_at + 1];
                _at += 2;
                set.Append(c).Append(last).Append((char)((c + last) / 2));
            }
            else
            {
                set.Append(c);
            }
        }

        _at++;
        return negated ? string.Concat(Printable.Where(c => !set.ToString().Contains(c))) : set.ToString();
    }

    private (int Least, int Most) Quantifier()
    {
        var (least, most) = _at >= _pattern.Length ? (1, 1) : _pattern[_at] switch
        {
            '*' => (0, int.MaxValue),
            '+' => (1, int.MaxValue),
            '?' => (0, 1),
            '{' => (-1, -1),
            _ => (1, 1),
        };
        if ((least, most) == (1, 1))
        {
            return (1, 1);
        }

        _at++;
        if (least < 0)
        {
            var end = _pattern.IndexOf('}', _at);
            var bounds = end < 0 ? [] : _pattern[_at..end].Split(',');
            _at = end < 0 ? _pattern.Length : end + 1;
            least = bounds.Length > 0 && int.TryParse(bounds[0], NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : 1;
            most = bounds.Length < 2 ? least : int.TryParse(bounds[1], NumberStyles.None, CultureInfo.InvariantCulture, out var end1) ? end1 : int.MaxValue;
        }

        _at += _at < _pattern.Length && _pattern[_at] == '?' ? 1 : 0;
        return (least, most);
    }

    private static string Escaped(char letter) => letter switch
    {
        'd' => "0195",
        'w' => "aZ0_",
        's' => " ",
        'D' or 'W' => "-!",
        'S' => "a1",
        'b' or 'B' => "",
        'n' => "\n",
        't' => "\t",
        _ => letter.ToString(),
    };

    private string Pick(string set) => set.Length == 0 ? "" : set[((_variant / 2) + _choices++) % set.Length].ToString();
}

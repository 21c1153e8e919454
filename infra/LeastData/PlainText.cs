using System.Globalization;
using System.Text.Json;

namespace Waybill.Infra.LeastData;

/// <summary>Tells whether a schema promises text that JSON need not escape: without quotes, backslashes and control characters.</summary>
/// <remarks>
/// EventBridge's input transformer puts text into a message as it is (user guide, <c>eb-transform-target-input</c>), so any other text
/// breaks the message. It says yes only to what it understands: constants, formats, and patterns from <c>^</c> to <c>$</c> of plain
/// characters, classes and groups.
/// </remarks>
internal static class PlainText
{
    private static readonly string[] Formats = ["date", "date-time", "time", "uuid", "ipv4", "ipv6", "uri"];

    public static bool IsPromisedBy(JsonElement schema)
    {
        if (schema.TryGetProperty("const", out var constant))
        {
            return IsPlain(constant);
        }

        return (schema.TryGetProperty("enum", out var values) && values.EnumerateArray().All(IsPlain))
            || (schema.TryGetProperty("format", out var format) && Formats.Contains(format.GetString(), StringComparer.Ordinal))
            || (schema.TryGetProperty("pattern", out var pattern) && new PatternReader(pattern.GetString()!).AllowsPlainTextOnly());
    }

    private static bool IsPlain(JsonElement value) => value.ValueKind != JsonValueKind.String || value.GetString()!.All(IsPlain);

    private static bool IsPlain(char c) => c >= ' ' && c is not ('"' or '\\');

    /// <summary>Walks over an ECMA-262 pattern; gives up, which means no, at whatever it does not know.</summary>
    private sealed class PatternReader(string pattern)
    {
        private int _at = 1;

        public bool AllowsPlainTextOnly()
        {
            if (pattern is not ['^', .., '$'])
            {
                return false;
            }

            var depth = 0;
            while (_at < pattern.Length - 1)
            {
                var c = pattern[_at++];
                depth += c switch { '(' => 1, ')' => -1, _ => 0 };
                // Outside a group, | would let a branch without ^ or $ through.
                if (depth < 0 || (c == '|' && depth == 0) || !IsPlainToken(c))
                {
                    return false;
                }
            }

            return _at == pattern.Length - 1 && depth == 0;
        }

        private bool IsPlainToken(char c) => c switch
        {
            '(' => !Next('?') || Next(':'),
            '[' => IsPlainClass(),
            '\\' => Escaped() is { } escaped && escaped.All(IsPlain),
            '.' or '^' or '$' => false,
            _ => IsPlain(c),
        };

        private bool IsPlainClass()
        {
            var negated = Next('^');
            var named = new HashSet<char>();
            while (!Next(']'))
            {
                if (_at >= pattern.Length - 1 || Item() is not { } from)
                {
                    return false;
                }

                named.UnionWith(from);
                if (from.Count == 1 && _at + 1 < pattern.Length && pattern[_at] == '-' && pattern[_at + 1] != ']')
                {
                    _at++;
                    if (Item() is not [var to] || to < from[0])
                    {
                        return false;
                    }

                    named.UnionWith(Enumerable.Range(from[0], to - from[0] + 1).Select(code => (char)code));
                }
            }

            return negated
                ? Enumerable.Range(0, 128).Select(code => (char)code).Where(c => !IsPlain(c)).All(named.Contains)
                : named.All(IsPlain);
        }

        private IReadOnlyList<char>? Item() => pattern[_at++] is var c && c == '\\' ? Escaped() : [c];

        /// <summary>The characters an escape stands for; null for one that is not known here.</summary>
        private IReadOnlyList<char>? Escaped() => pattern[_at++] switch
        {
            'd' => [.. "0123456789"],
            'w' => [.. "0123456789_", .. Letters('a'), .. Letters('A')],
            'n' => ['\n'],
            'r' => ['\r'],
            't' => ['\t'],
            'u' when Code(4) is { } code => [code],
            'x' when Code(2) is { } code => [code],
            var c when !char.IsAsciiLetterOrDigit(c) => [c],
            _ => null,
        };

        private char? Code(int digits)
        {
            var end = _at + digits;
            var code = 0;
            if (end > pattern.Length
                || !int.TryParse(pattern.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out code))
            {
                return null;
            }

            _at = end;
            return (char)code;
        }

        private bool Next(char c)
        {
            var isNext = _at < pattern.Length && pattern[_at] == c;
            _at += isNext ? 1 : 0;
            return isNext;
        }

        private static IEnumerable<char> Letters(char first) => Enumerable.Range(first, 26).Select(code => (char)code);
    }
}

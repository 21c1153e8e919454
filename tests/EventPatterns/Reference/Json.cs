using System.Globalization;

namespace Waybill.EventPatterns.Tests.Reference;

/// <summary>Text that is not JSON, or not a pattern.</summary>
public sealed class RefusedException(string message) : Exception(message);

/// <summary>A number as it is written.</summary>
public sealed record NumberText(string Literal);

/// <summary>A JSON object, with repeated keys in their order.</summary>
public sealed class JsonObject : List<KeyValuePair<string, object?>>;

/// <summary>A JSON array.</summary>
public sealed class JsonArray : List<object?>;

/// <summary>
/// The plainest possible JSON parser: one character after the other, into objects, arrays, strings, numbers, bools and null.
/// </summary>
public sealed class Json
{
    private readonly string _text;
    private int _at;

    private Json(string text) => _text = text;

    /// <summary>Reads one value; whether anything may follow it is up to the caller.</summary>
    public static object? Read(string text, bool ignoreRest)
    {
        var json = new Json(text);
        var value = json.Value(0);
        json.Space();
        return ignoreRest || json._at == text.Length ? value : throw new RefusedException("text after the value");
    }

    private char Next => _at < _text.Length ? _text[_at] : throw new RefusedException("end of text");

    private object? Value(int depth)
    {
        if (depth > 1000)
        {
            throw new RefusedException("too deep");
        }

        Space();
        return Next switch
        {
            '{' => Object(depth),
            '[' => Array(depth),
            '"' => String(),
            't' => Word("true", true),
            'f' => Word("false", false),
            'n' => Word("null", null),
            _ => Number(),
        };
    }

    private JsonObject Object(int depth)
    {
        var result = new JsonObject();
        _at++;
        Space();
        if (Take('}'))
        {
            return result;
        }

        do
        {
            Space();
            var key = String();
            Space();
            Expect(':');
            result.Add(new(key, Value(depth + 1)));
            Space();
        }
        while (Take(','));
        Expect('}');
        return result;
    }

    private JsonArray Array(int depth)
    {
        var result = new JsonArray();
        _at++;
        Space();
        if (Take(']'))
        {
            return result;
        }

        do
        {
            result.Add(Value(depth + 1));
            Space();
        }
        while (Take(','));
        Expect(']');
        return result;
    }

    private string String()
    {
        Expect('"');
        var result = new System.Text.StringBuilder();
        while (!Take('"'))
        {
            var c = Next;
            if (c < ' ')
            {
                throw new RefusedException("control character");
            }

            _at++;
            result.Append(c == '\\' ? Escape() : c);
        }
        return result.ToString();
    }

    private char Escape()
    {
        var c = Next;
        _at++;
        if (c != 'u')
        {
            return "\"\\/bfnrt".Contains(c) ? "\"\\/\b\f\n\r\t"["\"\\/bfnrt".IndexOf(c)] : throw new RefusedException("escape");
        }

        if (_at + 4 > _text.Length
            || !ushort.TryParse(_text.AsSpan(_at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
        {
            throw new RefusedException("escape");
        }

        _at += 4;
        return (char)unit;
    }

    private NumberText Number()
    {
        var match = System.Text.RegularExpressions.Regex.Match(
            _text[_at..Math.Min(_text.Length, _at + 2000)],
            @"\A-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?(?![0-9.eE+\-])",
            System.Text.RegularExpressions.RegexOptions.None,
            TimeSpan.FromSeconds(10));
        if (!match.Success || match.Length > 1000)
        {
            throw new RefusedException("not a value");
        }

        _at += match.Length;
        return new NumberText(match.Value);
    }

    private object? Word(string word, object? value)
    {
        if (string.CompareOrdinal(_text, _at, word, 0, word.Length) != 0)
        {
            throw new RefusedException("not a value");
        }

        _at += word.Length;
        return value;
    }

    private void Space()
    {
        while (_at < _text.Length && " \t\r\n".Contains(_text[_at]))
        {
            _at++;
        }
    }

    private bool Take(char c)
    {
        var taken = Next == c;
        _at += taken ? 1 : 0;
        return taken;
    }

    private void Expect(char c)
    {
        if (!Take(c))
        {
            throw new RefusedException($"expected {c}");
        }
    }
}

using System.Buffers;
using System.Text;

namespace Waybill.EventPatterns.Text;

/// <summary>Says what is wrong with text that is not JSON, in the words of EventBridge's parser (Jackson) for common mistakes.</summary>
/// <param name="source">The text.</param>
/// <param name="read">The bytes read without complaint.</param>
/// <param name="offset">The byte at which it stopped being JSON.</param>
/// <param name="container">The object or array that is open; null at the top.</param>
internal sealed class JsonComplaint(PatternSource source, int read, int offset, PatternNode? container)
{
    private const string Values = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

    private static readonly SearchValues<byte> WordBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$"u8);

    // What was being read when the text stopped being JSON.
    private readonly int _start = offset - source.Utf8.AsSpan(read..offset).TrimStart(" \t\r\n,:"u8).Length;

    private ReadOnlySpan<byte> Pending => source.Utf8.AsSpan(_start);

    /// <returns>The complaint, and where EventBridge says the mistake is.</returns>
    public (string Reason, int Offset) Describe()
    {
        var first = Pending.IsEmpty ? '\0' : (char)Pending[0];
        if (char.IsAsciiLetter(first) && ExpectsValue(_start))
        {
            return AboutWord();
        }

        if (source.Utf8.AsSpan(offset).IndexOfAnyExcept(" \t\r\n,"u8) < 0)
        {
            return (EndOfInput(first), source.Utf8.Length);
        }

        // Survives: `offset > _start` guards what the branches above have dealt with.
        if (first == '"' && offset > _start && !StringEnds())
        {
            return (AboutString(), offset);
        }

        if ((first == '-' || char.IsAsciiDigit(first)) && offset > _start && ExpectsValue(_start))
        {
            return (AboutNumber(), offset);
        }

        return (AboutStructure(), offset);
    }

    private (string Reason, int Offset) AboutWord()
    {
        var end = Pending.IndexOfAnyExcept(WordBytes);
        var word = end < 0 ? Pending : Pending[..end];
        return ($"Unrecognized token '{Encoding.UTF8.GetString(word)}': was expecting {Values}", _start + word.Length);
    }

    private string EndOfInput(char first)
    {
        if (container is null && first == '\0')
        {
            return "Filter is not an object";
        }

        if (first == '"' && !StringEnds())
        {
            return ExpectsValue(_start)
                ? "Unexpected end-of-input: was expecting closing quote for a string value"
                : "Unexpected end-of-input in field name";
        }
        if (container is null)
        {
            return "Unexpected end-of-input";
        }

        return first == '"' || Before(source.Utf8.Length) is (byte)':' or (byte)','
            ? $"Unexpected end-of-input within/between {container.Kind} entries"
            : $"Unexpected end-of-input: expected close marker for {container.Kind} (start marker at {source.At(container.Start)})";
    }

    private string AboutString()
    {
        var c = source.Utf8[offset];
        if (c >= ' ' && source.Utf8[offset - 1] != '\\')
        {
            return $"Unexpected character ({Named()}): expected a hex-digit for character escape sequence";
        }

        return c < ' '
            ? $"Illegal unquoted character ((CTRL-CHAR, code {c})): has to be escaped using backslash to be included in string value"
            : $"Unrecognized character escape {Named()}";
    }

    private string AboutNumber() => source.Utf8[offset - 1] switch
    {
        (byte)'0' when char.IsAsciiDigit((char)source.Utf8[offset]) => "Invalid numeric value: Leading zeroes not allowed",
        (byte)'.' => $"Unexpected character ({Named()}) in numeric value: Decimal point not followed by a digit",
        (byte)'-' when offset - 1 == _start => // Survives: we do not know EventBridge's words for a minus and nothing else.
            $"Unexpected character ({Named()}) in numeric value: expected digit (0-9) to follow minus sign, for valid numeric value",
        (byte)'e' or (byte)'E' or (byte)'+' or (byte)'-' =>
            $"Unexpected character ({Named()}) in numeric value: Exponent indicator not followed by a digit",
        _ => AboutStructure(),
    };

    private string AboutStructure()
    {
        var c = source.Utf8[offset];
        if (c is (byte)'}' or (byte)']' && !ExpectsValue(offset) && Before(offset) != ','
            && container?.Kind == (c == '}' ? NodeKind.Array : NodeKind.Object))
        {
            var expected = $"'{(container.Kind == NodeKind.Array ? ']' : '}')}' (for {container.Kind}";
            return $"Unexpected close marker '{(char)c}': expected {expected} starting at {source.At(container.Start)})";
        }
        return $"Unexpected character ({Named()}): {Expected()}";
    }

    private string Expected()
    {
        if (ExpectsValue(offset))
        {
            return Before(offset) == ':' && source.Utf8[offset] == '}' ? "expected a value" : $"expected a valid value {Values}";
        }

        if (container!.Kind == NodeKind.Array)
        {
            return "was expecting comma to separate Array entries";
        }

        if (Before(offset) is (byte)'{' or (byte)',')
        {
            return "was expecting double-quote to start field name";
        }

        return offset > _start && Pending.StartsWith("\""u8)
            ? "was expecting a colon to separate field name and value"
            : "was expecting comma to separate Object entries";
    }

    private bool ExpectsValue(int at) => container is null || Before(at) == ':'
        || (container.Kind == NodeKind.Array && Before(at) is (byte)'[' or (byte)',');

    private byte Before(int at)
    {
        var before = source.Utf8.AsSpan(0, at).TrimEnd(" \t\r\n"u8);
        return before.IsEmpty ? (byte)0 : before[^1];
    }

    private bool StringEnds()
    {
        for (var i = _start + 1; i < offset; i++)
        {
            if (source.Utf8[i] == '"')
            {
                return true;
            }

            i += source.Utf8[i] == '\\' ? 1 : 0;
        }
        return false;
    }

    private string Named()
    {
        Rune.DecodeFromUtf8(source.Utf8.AsSpan(offset), out var rune, out _);
        return $"'{rune}' (code {rune.Value})";
    }
}

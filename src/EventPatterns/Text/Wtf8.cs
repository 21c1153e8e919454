using System.Text;
using System.Text.Unicode;

namespace Waybill.EventPatterns.Text;

/// <summary>
/// Text as bytes: UTF-8 in which a surrogate that has lost its partner (<c>"\ud800"</c> is legal JSON) keeps an encoding of its own,
/// so that two texts are the same exactly when their bytes are (https://simonsapin.github.io/wtf-8/).
/// </summary>
internal static class Wtf8
{
    /// <summary>Resolves the escapes of a JSON string; never writes more bytes than it reads.</summary>
    /// <returns>The number of bytes written.</returns>
    public static int Unescape(ReadOnlySpan<byte> json, Span<byte> text)
    {
        int read = 0, written = 0;
        while (read < json.Length)
        {
            if (json[read] != '\\')
            {
                text[written++] = json[read++];
            }
            else if (json[read + 1] != 'u')
            {
                text[written++] = Unescape(json[read + 1]);
                read += 2;
            }
            else
            {
                written += Write(EscapedScalar(json, ref read), text[written..]);
            }
        }
        return written;
    }

    public static byte[] Unescape(ReadOnlySpan<byte> json)
    {
        if (!json.Contains((byte)'\\'))
        {
            return json.ToArray();
        }

        var text = new byte[json.Length];
        return text[..Unescape(json, text)];
    }

    public static string ToUtf16(ReadOnlySpan<byte> text)
    {
        if (Utf8.IsValid(text))
        {
            return Encoding.UTF8.GetString(text);
        }

        var result = new StringBuilder(text.Length);
        Span<char> units = stackalloc char[2];
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(text, out var rune, out var length) == System.Buffers.OperationStatus.Done)
            {
                result.Append(units[..rune.EncodeToUtf16(units)]);
                text = text[length..];
            }
            else
            {
                result.Append((char)(((text[0] & 0x0F) << 12) | ((text[1] & 0x3F) << 6) | (text[2] & 0x3F)));
                text = text[3..];
            }
        }
        return result.ToString();
    }

    public static byte[] FromUtf16(ReadOnlySpan<char> text)
    {
        var bytes = new byte[text.Length * 3];
        var written = 0;
        while (!text.IsEmpty)
        {
            var whole = Rune.DecodeFromUtf16(text, out var rune, out var length) == System.Buffers.OperationStatus.Done;
            written += Write(whole ? rune.Value : text[0], bytes.AsSpan(written));
            text = text[length..];
        }
        return bytes[..written];
    }

    private static byte Unescape(byte letter) => letter switch
    {
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        _ => letter,
    };

    private static int EscapedScalar(ReadOnlySpan<byte> json, ref int read)
    {
        var unit = HexUnit(json, read);
        read += 6;
        if (!char.IsHighSurrogate(unit) || read + 6 > json.Length || json[read] != '\\' || json[read + 1] != 'u')
        {
            return unit;
        }

        var next = HexUnit(json, read);
        if (!char.IsLowSurrogate(next))
        {
            return unit;
        }

        read += 6;
        return char.ConvertToUtf32(unit, next);
    }

    private static char HexUnit(ReadOnlySpan<byte> json, int escape)
    {
        var value = 0;
        foreach (var digit in json.Slice(escape + 2, 4))
        {
            value = (value << 4) | HexDigit(digit);
        }

        return (char)value;
    }

    private static int HexDigit(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private static int Write(int scalar, Span<byte> to)
    {
        if (Rune.TryCreate(scalar, out var rune))
        {
            return rune.EncodeToUtf8(to);
        }

        to[0] = (byte)(0xE0 | (scalar >> 12));
        to[1] = (byte)(0x80 | ((scalar >> 6) & 0x3F));
        to[2] = (byte)(0x80 | (scalar & 0x3F));
        return 3;
    }
}

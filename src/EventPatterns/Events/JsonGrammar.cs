using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Waybill.EventPatterns.Text;

namespace Waybill.EventPatterns.Events;

/// <summary>Holds a text in UTF-8 against the grammar of JSON (RFC 8259) and <see cref="JsonLimits"/>, byte by byte and once.</summary>
/// <remarks>
/// Each method takes the place where something begins and gives the place behind it, or <see cref="Broken"/>. Recursive, which
/// <see cref="JsonLimits.Depth"/> bounds.
/// </remarks>
internal readonly ref struct JsonGrammar(ReadOnlySpan<byte> json, KeysSeen keys)
{
    /// <summary>The text is not JSON there.</summary>
    private const int Broken = -1;

    private readonly ReadOnlySpan<byte> _json = json;

    /// <summary>Whether the text is one JSON value with nothing but space around it.</summary>
    public bool IsJson()
    {
        var end = Value(SkipSpace(0), 0);
        return end != Broken && SkipSpace(end) == _json.Length;
    }

    private int Value(int at, int depth)
    {
        switch (At(at))
        {
            case (byte)'"':
                return String(at + 1);
            case (byte)'{':
                keys.Open();
                at = Container(at + 1, depth + 1, isObject: true);
                keys.Close();
                return at;
            case (byte)'[':
                return Container(at + 1, depth + 1, isObject: false);
            case (byte)'t':
                return Token(at, "true"u8);
            case (byte)'f':
                return Token(at, "false"u8);
            case (byte)'n':
                return Token(at, "null"u8);
            default:
                return Number(at);
        }
    }

    /// <summary>An object or array whose opening bracket lies before.</summary>
    private int Container(int at, int depth, bool isObject)
    {
        if (depth > JsonLimits.Depth)
        {
            return Broken;
        }

        var closing = isObject ? '}' : ']';
        at = SkipSpace(at);
        if (At(at) == closing)
        {
            return at + 1;
        }

        while (true)
        {
            at = isObject ? Member(at, depth) : Value(at, depth);
            if (at == Broken)
            {
                return Broken;
            }

            at = SkipSpace(at);
            if (At(at) == closing)
            {
                return at + 1;
            }

            if (At(at) != ',')
            {
                return Broken;
            }

            at = SkipSpace(at + 1);
        }
    }

    private int Member(int at, int depth)
    {
        if (At(at) != '"')
        {
            return Broken;
        }

        var end = String(at + 1);
        if (end == Broken)
        {
            return Broken;
        }

        keys.Add(_json, at + 1, end - 1);
        end = SkipSpace(end);
        return At(end) == ':' ? Value(SkipSpace(end + 1), depth) : Broken;
    }

    /// <summary>A string whose opening quote lies before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int String(int at)
    {
        if (at + Vector256<byte>.Count <= _json.Length)
        {
            var special = Special(at);
            var first = at + BitOperations.TrailingZeroCount(special);
            if (special != 0 && _json[first] == '"')
            {
                return first + 1;
            }
        }

        return LongString(at);
    }

    private int LongString(int at)
    {
        while (true)
        {
            while (at + Vector256<byte>.Count <= _json.Length && Special(at) == 0)
            {
                at += Vector256<byte>.Count;
            }

            while (At(at) is not ((byte)'"' or (byte)'\\' or < (byte)' '))
            {
                at++;
            }

            switch (At(at))
            {
                case (byte)'"':
                    return at + 1;
                case (byte)'\\' when EscapeLength(at + 1) is var length and > 0:
                    at += 1 + length;
                    break;
                default:
                    return Broken;
            }
        }
    }

    /// <summary>A bit for each of the next bytes that does not simply stand for itself in a string.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Special(int at)
    {
        var bytes = Vector256.Create(_json.Slice(at, Vector256<byte>.Count));
        return (Vector256.Equals(bytes, Vector256.Create((byte)'"')) | Vector256.Equals(bytes, Vector256.Create((byte)'\\'))
            | Vector256.LessThan(bytes, Vector256.Create((byte)' '))).ExtractMostSignificantBits();
    }

    /// <summary>How many bytes after a backslash belong to it; none if that is no escape.</summary>
    private int EscapeLength(int at) => At(at) switch
    {
        (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t' => 1,
        (byte)'u' when IsHex(at + 1) && IsHex(at + 2) && IsHex(at + 3) && IsHex(at + 4) => 5,
        _ => 0,
    };

    private int Number(int at)
    {
        var start = at;
        at += At(at) == '-' ? 1 : 0;
        var digits = at;
        at = SkipDigits(at);
        if (at == digits || (at > digits + 1 && At(digits) == '0'))
        {
            return Broken;
        }

        if (At(at) == '.')
        {
            digits = at + 1;
            at = SkipDigits(digits);
            if (at == digits)
            {
                return Broken;
            }
        }

        if ((At(at) | 0x20) == 'e')
        {
            digits = at + (At(at + 1) is (byte)'+' or (byte)'-' ? 2 : 1);
            at = SkipDigits(digits);
            if (at == digits)
            {
                return Broken;
            }
        }

        return at - start > JsonLimits.NumberLength ? Broken : at;
    }

    private int Token(int at, ReadOnlySpan<byte> token) => _json[at..].StartsWith(token) ? at + token.Length : Broken;

    private int SkipDigits(int at)
    {
        while (IsDigit(at))
        {
            at++;
        }

        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int SkipSpace(int at) => At(at) > ' ' ? at : SkipAllSpace(at);

    private int SkipAllSpace(int at)
    {
        while (At(at) is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
        {
            at++;
        }

        return at;
    }

    private bool IsDigit(int at) => char.IsAsciiDigit((char)At(at));

    private bool IsHex(int at) => char.IsAsciiHexDigit((char)At(at));

    /// <summary>The byte at a place; NUL, which JSON has nowhere, behind the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte At(int at) => (uint)at < (uint)_json.Length ? _json[at] : (byte)0;
}

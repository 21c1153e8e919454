using System.Buffers.Binary;
using Waybill.EventPatterns.Operators;

namespace Waybill.EventPatterns.Events;

/// <summary>Bytes that are the same for values which an exact alternative takes for the same: the keys of the rule index.</summary>
internal static class ValueKey
{
    private const byte StringTag = (byte)'s', AddressTag = (byte)'a', NumberTag = (byte)'n', LiteralTag = (byte)'l';

    /// <summary>More than any key needs beside the value's own text.</summary>
    public const int Overhead = 24;

    public static byte[] OfString(ReadOnlySpan<byte> text) => Tagged(StringTag, text);

    public static byte[] OfLiteral(ReadOnlySpan<byte> text) => Tagged(LiteralTag, text);

    public static byte[] OfToken(ScalarKind kind) => [(byte)kind];

    public static byte[] OfNumber(double value)
    {
        var key = new byte[9];
        Write(value, key);
        return key;
    }

    public static byte[] OfAddress(IpAddress address)
    {
        var key = new byte[18];
        Write(address, key);
        return key;
    }

    /// <summary>Writes the key of a value, which is at most <see cref="Overhead"/> bytes longer than its text.</summary>
    public static ReadOnlySpan<byte> Of(in Scalar value, Span<byte> buffer) => value.Kind switch
    {
        ScalarKind.String => Tagged(StringTag, value.Text, buffer),
        ScalarKind.Number when double.IsNaN(value.Number) => Tagged(LiteralTag, value.Text, buffer),
        ScalarKind.Number => Write(value.Number, buffer),
        _ => Tagged((byte)value.Kind, [], buffer),
    };

    /// <summary>Writes the other key under which a string that denotes an address is found.</summary>
    public static ReadOnlySpan<byte> Of(IpAddress address, Span<byte> buffer) => Write(address, buffer);

    private static byte[] Tagged(byte tag, ReadOnlySpan<byte> text) => Tagged(tag, text, new byte[text.Length + 1]).ToArray();

    private static ReadOnlySpan<byte> Tagged(byte tag, ReadOnlySpan<byte> text, Span<byte> buffer)
    {
        buffer[0] = tag;
        text.CopyTo(buffer[1..]);
        return buffer[..(text.Length + 1)];
    }

    private static ReadOnlySpan<byte> Write(double value, Span<byte> buffer)
    {
        buffer[0] = NumberTag;
        BinaryPrimitives.WriteDoubleBigEndian(buffer[1..], value);
        return buffer[..9];
    }

    private static ReadOnlySpan<byte> Write(IpAddress address, Span<byte> buffer)
    {
        buffer[0] = AddressTag;
        buffer[1] = address.IsV6 ? (byte)6 : (byte)4;
        BinaryPrimitives.WriteUInt128BigEndian(buffer[2..], address.Bits);
        return buffer[..18];
    }
}

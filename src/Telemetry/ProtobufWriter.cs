using System.Buffers.Binary;
using System.Text;

namespace Waybill.Telemetry;

/// <summary>Writes the few kinds of Protocol Buffers fields that a request of spans is made of.</summary>
/// <remarks>https://protobuf.dev/programming-guides/encoding/. The length of a message inside another is written in four bytes, as the
/// encoding allows, so that it can be filled in afterwards.</remarks>
internal sealed class ProtobufWriter
{
    private const int LengthSize = 4;

    private byte[] _buffer = new byte[4096];
    private int _at;

    private enum Wire
    {
        Varint = 0,
        Fixed64 = 1,
        Bytes = 2,
        Fixed32 = 5,
    }

    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _at);

    /// <summary>Begins a message inside the one that is being written; <see cref="End"/> takes the answer.</summary>
    public int Begin(int field)
    {
        Tag(field, Wire.Bytes);
        Take(LengthSize);
        return _at;
    }

    public void End(int began)
    {
        var (length, at) = (_at - began, began - LengthSize);
        for (var i = 0; i < LengthSize; i++)
        {
            _buffer[at + i] = (byte)(((length >> (7 * i)) & 0x7F) | (i < LengthSize - 1 ? 0x80 : 0));
        }
    }

    public void Text(int field, string value)
    {
        Tag(field, Wire.Bytes);
        var size = Encoding.UTF8.GetByteCount(value);
        Varint((ulong)size);
        Encoding.UTF8.GetBytes(value, Take(size));
    }

    /// <summary>Bytes that are written in hexadecimal, as ids of traces and spans are.</summary>
    public void Hex(int field, string digits)
    {
        Tag(field, Wire.Bytes);
        Varint((ulong)(digits.Length / 2));
        Convert.FromHexString(digits, Take(digits.Length / 2), out _, out _);
    }

    public void Number(int field, long value)
    {
        Tag(field, Wire.Varint);
        Varint((ulong)value);
    }

    public void Fixed64(int field, ulong value)
    {
        Tag(field, Wire.Fixed64);
        BinaryPrimitives.WriteUInt64LittleEndian(Take(sizeof(ulong)), value);
    }

    public void Fixed32(int field, uint value)
    {
        Tag(field, Wire.Fixed32);
        BinaryPrimitives.WriteUInt32LittleEndian(Take(sizeof(uint)), value);
    }

    private void Tag(int field, Wire wire) => Varint((ulong)((field << 3) | (int)wire));

    private void Varint(ulong value)
    {
        while (value > 0x7F)
        {
            Take(1)[0] = (byte)(value | 0x80);
            value >>= 7;
        }

        Take(1)[0] = (byte)value;
    }

    private Span<byte> Take(int size)
    {
        if (_at + size > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _at + size));
        }

        _at += size;
        return _buffer.AsSpan(_at - size, size);
    }
}

using System.Buffers.Binary;
using System.Text;

namespace Waybill.Tests.Support;

/// <summary>A message of Protocol Buffers: its fields by number, in the order in which they came.</summary>
/// <remarks>https://protobuf.dev/programming-guides/encoding/</remarks>
public sealed class ProtobufFields
{
    private readonly List<(int Number, ulong Value, ReadOnlyMemory<byte> Bytes)> _fields = [];

    public static ProtobufFields Read(ReadOnlyMemory<byte> message)
    {
        var read = new ProtobufFields();
        while (!message.IsEmpty)
        {
            var tag = Varint(ref message);
            read._fields.Add((tag & 7) switch
            {
                0 => ((int)(tag >> 3), Varint(ref message), default),
                1 => ((int)(tag >> 3), BinaryPrimitives.ReadUInt64LittleEndian(Take(ref message, 8).Span), default),
                2 => ((int)(tag >> 3), 0, Take(ref message, (int)Varint(ref message))),
                5 => ((int)(tag >> 3), BinaryPrimitives.ReadUInt32LittleEndian(Take(ref message, 4).Span), default),
                var wire => throw new InvalidDataException($"There is no wire type {wire}."),
            });
        }

        return read;
    }

    public bool Has(int field) => _fields.Exists(one => one.Number == field);

    public ulong Number(int field) => _fields.LastOrDefault(one => one.Number == field).Value;

    public string Text(int field) => Encoding.UTF8.GetString(Bytes(field).Span);

    public string Hex(int field) => Convert.ToHexStringLower(Bytes(field).Span);

    public IEnumerable<ProtobufFields> Messages(int field) => _fields.Where(one => one.Number == field).Select(one => Read(one.Bytes));

    private ReadOnlyMemory<byte> Bytes(int field) => _fields.LastOrDefault(one => one.Number == field).Bytes;

    private static ulong Varint(ref ReadOnlyMemory<byte> message)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var octet = Take(ref message, 1).Span[0];
            value |= (ulong)(octet & 0x7F) << shift;
            if (octet < 0x80)
            {
                return value;
            }
        }
    }

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> message, int size)
    {
        var taken = message[..size];
        message = message[size..];
        return taken;
    }
}

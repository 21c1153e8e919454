using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Waybill.Eventing;

/// <summary>Makes event ids: new ones for root events, derived ones for events with a cause (docs/decisions/0015).</summary>
public static class EventId
{
    /// <summary>
    /// The namespace of every derived id, made once and for all: changing it makes the events of a retry look like new ones.
    /// </summary>
    private static readonly Guid Namespace = new("e4e178fa-d285-5ff6-a0db-446c7214f907");

    /// <summary>An id that sorts by time: UUIDv7 (RFC 9562, section 5.7).</summary>
    internal static string New(TimeProvider time) => Guid.CreateVersion7(time.GetUtcNow()).ToString();

    /// <summary>
    /// The id of the <paramref name="ordinal"/>-th event (from 0) of a type that one cause leads to: always the same one.
    /// </summary>
    public static string Derive(string causeId, string type, int ordinal) =>
        NameBased(Namespace, string.Create(CultureInfo.InvariantCulture, $"{causeId}\n{type}\n{ordinal}")).ToString();

    /// <summary>UUIDv5 (RFC 9562, section 5.5).</summary>
    internal static Guid NameBased(Guid @namespace, string name)
    {
        var input = new byte[16 + Encoding.UTF8.GetByteCount(name)];
        @namespace.TryWriteBytes(input, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(name, input.AsSpan(16));

        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // UUIDv5 is defined with SHA-1; nothing secret depends on it.
        SHA1.HashData(input, hash);
#pragma warning restore CA5350
        var id = hash[..16];
        BinaryPrimitives.WriteUInt16BigEndian(id[6..], (ushort)((BinaryPrimitives.ReadUInt16BigEndian(id[6..]) & 0x0FFF) | 0x5000));
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true);
    }
}

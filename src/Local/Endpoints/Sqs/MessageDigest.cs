using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Waybill.Local.Bus.Storage;

namespace Waybill.Local.Endpoints.Sqs;

/// <summary>The digests that SQS clients compare with their own (SQS developer guide,
/// "Calculating the MD5 message digest for message attributes").</summary>
[SuppressMessage(
    "Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "The protocol's checksum; nothing secret.")]
internal static class MessageDigest
{
    private const byte StringValue = 1;
    private const byte BinaryValue = 2;

    public static string OfBody(string body) => Hex(Encoding.UTF8.GetBytes(body));

    public static string OfAttributes(IReadOnlyDictionary<string, MessageAttribute> attributes)
    {
        using var bytes = new MemoryStream();
        foreach (var (name, attribute) in attributes.OrderBy(attribute => attribute.Key, StringComparer.Ordinal))
        {
            Add(bytes, Encoding.UTF8.GetBytes(name));
            Add(bytes, Encoding.UTF8.GetBytes(attribute.DataType));
            bytes.WriteByte(attribute.IsBinary ? BinaryValue : StringValue);
            Add(bytes, Bytes(attribute));
        }
        return Hex(bytes.ToArray());
    }

    /// <summary>A value's bytes, as they count and are digested.</summary>
    public static byte[] Bytes(MessageAttribute attribute) =>
        attribute.IsBinary ? Convert.FromBase64String(attribute.Value) : Encoding.UTF8.GetBytes(attribute.Value);

    private static void Add(MemoryStream bytes, byte[] part)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
        bytes.Write(length);
        bytes.Write(part);
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(MD5.HashData(bytes));
}

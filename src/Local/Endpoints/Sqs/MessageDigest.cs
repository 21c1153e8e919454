using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Waybill.Local.Endpoints.Sqs;

/// <summary>The digests that SQS clients compare with their own (SQS developer guide, "Calculating the MD5 message digest for message attributes").</summary>
[SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "The protocol's checksum; nothing secret.")]
internal static class MessageDigest
{
    private const byte StringValue = 1;

    public static string OfBody(string body) => Hex(Encoding.UTF8.GetBytes(body));

    public static string OfAttributes(IReadOnlyDictionary<string, string> attributes)
    {
        using var bytes = new MemoryStream();
        foreach (var (name, value) in attributes.OrderBy(attribute => attribute.Key, StringComparer.Ordinal))
        {
            Add(bytes, name);
            Add(bytes, "String");
            bytes.WriteByte(StringValue);
            Add(bytes, value);
        }
        return Hex(bytes.ToArray());
    }

    private static void Add(MemoryStream bytes, string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, utf8.Length);
        bytes.Write(length);
        bytes.Write(utf8);
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(MD5.HashData(bytes));
}

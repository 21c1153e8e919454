using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Waybill.EventPatterns.Memory;

namespace Waybill.EventPatterns.Text;

/// <summary>A short text as a key: up to sixteen bytes, or what stands for more of them.</summary>
/// <param name="First">The first eight bytes, padded with zeros; of a long text its hash.</param>
/// <param name="Last">The other eight; of a long text its length.</param>
/// <param name="Tag">What the text is, which makes equal texts different keys, and its length, or <see cref="Long"/>.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct KeyText(ulong First, ulong Last, uint Tag)
{
    /// <summary>The length up to which the two words say everything.</summary>
    public const int Whole = 16;

    /// <summary>Stands in a tag in place of a length that is more than <see cref="Whole"/>.</summary>
    public const int Long = Whole + 1;

    /// <summary>How many of a tag's lower bits are the length.</summary>
    public const int LengthBits = 5;

    private const uint LengthMask = (1U << LengthBits) - 1;

    public bool IsLong => (Tag & LengthMask) == Long;

    /// <summary>Sixteen ones and as many zeros: from the n-th byte before the middle on it masks all but the first n of sixteen.</summary>
    private static ReadOnlySpan<byte> Masks =>
    [
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    /// <summary>The text that lies in <paramref name="source"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KeyText Of(uint tag, ReadOnlySpan<byte> source, int start, int length) =>
        length <= Whole ? Of(tag, Read(source, start), length) : OfLong(tag, source.Slice(start, length));

    public static KeyText Of(uint tag, ReadOnlySpan<byte> text) => Of(tag, text, 0, text.Length);

    /// <summary>The first <paramref name="length"/> of these bytes; not more than there are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KeyText Of(uint tag, Vector128<byte> bytes, int length)
    {
        var words = (bytes & Vector128.Create(Masks.Slice(Whole - length, Whole))).AsUInt64();
        return new KeyText(words.ToScalar(), words.GetElement(1), tag | (uint)length);
    }

    /// <summary>Sixteen bytes of a text; behind its end they may be anything.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Read(ReadOnlySpan<byte> source, int start) =>
        start + Whole <= source.Length ? Vector128.Create(source.Slice(start, Whole)) : ReadEnd(source[start..]);

    /// <summary>A hash, mixed well in all its bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Hash() => Hashing.Mix(First ^ ((ulong)Tag << 32), Last);

    private static Vector128<byte> ReadEnd(ReadOnlySpan<byte> end)
    {
        Span<byte> padded = stackalloc byte[Whole];
        end.CopyTo(padded);
        return Vector128.Create<byte>(padded);
    }

    private static KeyText OfLong(uint tag, ReadOnlySpan<byte> text)
    {
        ulong hash = 0;
        var rest = text;
        for (; rest.Length >= sizeof(ulong); rest = rest[sizeof(ulong)..])
        {
            hash = Hashing.Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(rest));
        }

        hash = Hashing.Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(text[^sizeof(ulong)..]));
        return new KeyText(hash, (ulong)text.Length, tag | Long);
    }
}

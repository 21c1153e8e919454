using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Waybill.EventPatterns.Indexing;

/// <summary>A first look at how a value starts, which says of most values that they start like none of some texts.</summary>
internal sealed class StartFilter
{
    private const int LongestStart = sizeof(ulong);

    // Mostly unset, and yet so small that those of the fields in use stay near the processor.
    private const int BitsPerText = 8;
    private const int LeastBits = 64;

    private readonly ulong[] _bits;
    private readonly ulong _mask;
    private readonly int _shift;

    private StartFilter(int length, List<byte[]> texts)
    {
        Length = length;
        _mask = ulong.MaxValue >> (64 - (8 * length));
        var bits = BitOperations.RoundUpToPowerOf2((uint)Math.Max(LeastBits, texts.Count * BitsPerText));
        _bits = new ulong[bits / 64];
        _shift = 64 - BitOperations.Log2(bits);
        Span<byte> start = stackalloc byte[LongestStart];
        foreach (var text in texts)
        {
            text.AsSpan(0, length).CopyTo(start);
            var hash = Hash(BinaryPrimitives.ReadUInt64LittleEndian(start));
            _bits[hash >> 6] |= 1UL << hash;
        }
    }

    /// <summary>So many bytes are looked at; no text is shorter.</summary>
    public int Length { get; }

    /// <returns>Null if there is no text, or one is empty.</returns>
    public static StartFilter? Of(List<byte[]> texts) => texts.Count == 0 || texts.Exists(text => text.Length == 0)
        ? null
        : new StartFilter(Math.Min(LongestStart, texts.Min(text => text.Length)), texts);

    /// <summary>Whether a value, of at least <see cref="Length"/> bytes, may start like a text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MayHave(ReadOnlySpan<byte> source, int start)
    {
        if (start + LongestStart > source.Length)
        {
            return true;
        }

        var hash = Hash(BinaryPrimitives.ReadUInt64LittleEndian(source[start..]));
        return (_bits[hash >> 6] & (1UL << hash)) != 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Hash(ulong start) => (int)(((start & _mask) * 0x9E3779B97F4A7C15) >> _shift); // 2^64 divided by the golden ratio
}

using System.Buffers.Binary;
using System.Numerics;
using Waybill.EventPatterns.Matching;

namespace Waybill.EventPatterns.Indexing;

/// <summary>
/// Finds wildcards by four bytes (a gram) that every text they accept has somewhere: a value is passed over once, four bytes at a time,
/// and only those wildcards are looked at whose gram turns up.
/// </summary>
internal sealed class GramIndex
{
    /// <summary>The length of a gram.</summary>
    public const int Length = sizeof(uint);

    // A bit for each hash, mostly unset: it tells in one look that no wildcard has a gram.
    private const int BitsPerGram = 16;
    private const int LeastBits = 1024;

    private readonly Dictionary<uint, int> _keys;
    private readonly ulong[] _filter;
    private readonly int _shift;

    /// <param name="keys">The grams, each with the number of its key.</param>
    public GramIndex(IReadOnlyDictionary<uint, int> keys)
    {
        _keys = new Dictionary<uint, int>(keys);
        var bits = BitOperations.RoundUpToPowerOf2((uint)Math.Max(LeastBits, keys.Count * BitsPerGram));
        _filter = new ulong[bits / 64];
        _shift = 32 - BitOperations.Log2(bits);
        foreach (var gram in keys.Keys)
        {
            var bit = Bit(gram);
            _filter[bit >> 6] |= 1UL << (int)bit;
        }
    }

    /// <summary>The gram at a place of a text.</summary>
    public static uint At(ReadOnlySpan<byte> text, int at) => BinaryPrimitives.ReadUInt32LittleEndian(text[at..]);

    /// <summary>Reaches the keys of all grams in the value.</summary>
    public void Find(ReadOnlySpan<byte> value, MatchState match)
    {
        for (var at = 0; at + Length <= value.Length; at++)
        {
            var gram = At(value, at);
            var bit = Bit(gram);
            if ((_filter[bit >> 6] & (1UL << (int)bit)) != 0 && _keys.TryGetValue(gram, out var key))
            {
                match.Reach(key);
            }
        }
    }

    private uint Bit(uint gram) => (gram * 0x9E3779B1) >> _shift;
}

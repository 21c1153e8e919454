using System.Buffers.Binary;
using Waybill.EventPatterns.Matching;
using Waybill.EventPatterns.Operators;

namespace Waybill.EventPatterns.Indexing;

/// <summary>Finds the blocks an address lies in: one look for each size of block that rules use.</summary>
internal sealed class AddressIndex
{
    private const int LongestKey = 17, ShortKey = 5;

    private readonly ValueTable _networks = new();
    private readonly (bool IsV6, int FreeBits)[] _sizes;

    /// <param name="blocks">The blocks' networks, each with the number of its key.</param>
    public AddressIndex(IReadOnlyCollection<KeyValuePair<(IpAddress Network, int FreeBits), int>> blocks)
    {
        _sizes = [.. blocks.Select(block => (block.Key.Network.IsV6, block.Key.FreeBits)).Distinct()];
        Span<byte> buffer = stackalloc byte[LongestKey];
        foreach (var ((network, freeBits), key) in blocks)
        {
            _networks.Add(ValueKind.Text, Key(network.IsV6, network.Bits, freeBits, buffer), key);
        }

        _networks.Trim();
    }

    /// <summary>Reaches the keys of all blocks the address lies in.</summary>
    public void Find(IpAddress address, MatchState match)
    {
        Span<byte> buffer = stackalloc byte[LongestKey];
        foreach (var (isV6, freeBits) in _sizes)
        {
            if (isV6 != address.IsV6)
            {
                continue;
            }

            var network = Key(isV6, address.Network(freeBits), freeBits, buffer);
            var key = _networks.Find(ValueKind.Text, network, 0, network.Length);
            if (key != ValueTable.None)
            {
                match.Reach(key);
            }
        }
    }

    /// <summary>The block as bytes; the families' differ in length.</summary>
    private static ReadOnlySpan<byte> Key(bool isV6, UInt128 network, int freeBits, Span<byte> buffer)
    {
        buffer[0] = (byte)freeBits;
        if (isV6)
        {
            BinaryPrimitives.WriteUInt128LittleEndian(buffer[1..], network);
            return buffer[..LongestKey];
        }

        BinaryPrimitives.WriteUInt32LittleEndian(buffer[1..], (uint)network);
        return buffer[..ShortKey];
    }
}

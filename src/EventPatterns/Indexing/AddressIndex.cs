using Waybill.EventPatterns.Matching;
using Waybill.EventPatterns.Operators;

namespace Waybill.EventPatterns.Indexing;

/// <summary>Finds the blocks an address lies in: one look for each size of block that rules use.</summary>
internal sealed class AddressIndex
{
    private readonly HashedKeys _keys;
    private readonly (bool IsV6, int FreeBits)[] _sizes;

    /// <param name="blocks">The blocks' networks, each with the number of its key.</param>
    public AddressIndex(IReadOnlyCollection<KeyValuePair<(IpAddress Network, int FreeBits), int>> blocks)
    {
        _keys = new HashedKeys(blocks.Count);
        _sizes = [.. blocks.Select(block => (block.Key.Network.IsV6, block.Key.FreeBits)).Distinct()];
        foreach (var ((network, freeBits), key) in blocks)
        {
            _keys.Add(Hash(network.Bits, freeBits), key);
        }
    }

    /// <summary>Reaches the keys of all blocks the address lies in.</summary>
    public void Find(IpAddress address, MatchState match)
    {
        foreach (var (isV6, freeBits) in _sizes)
        {
            if (isV6 == address.IsV6)
            {
                var hash = Hash(address.Network(freeBits), freeBits);
                for (var place = _keys.Start(hash); _keys.TryNext(hash, ref place, out var key);)
                {
                    match.Reach(key);
                }
            }
        }
    }

    private static ulong Hash(UInt128 network, int freeBits) => Hashing.Mix((ulong)network ^ (ulong)freeBits, (ulong)(network >> 64));
}

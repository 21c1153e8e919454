using Waybill.EventPatterns.Matching;
using Waybill.EventPatterns.Operators;

namespace Waybill.EventPatterns.Indexing;

/// <summary>Finds the blocks an address lies in: one look for each size of block that rules use.</summary>
internal sealed class AddressIndex
{
    private readonly (bool IsV6, int FreeBits, Dictionary<UInt128, int> Networks)[] _bySize;

    /// <param name="blocks">The blocks' networks, each with the number of its key.</param>
    public AddressIndex(IEnumerable<KeyValuePair<(IpAddress Network, int FreeBits), int>> blocks) =>
        _bySize = [.. blocks.GroupBy(block => (block.Key.Network.IsV6, block.Key.FreeBits))
            .Select(size => (size.Key.IsV6, size.Key.FreeBits, size.ToDictionary(block => block.Key.Network.Bits, block => block.Value)))];

    /// <summary>Reaches the keys of all blocks the address lies in.</summary>
    public void Find(IpAddress address, MatchState match)
    {
        foreach (var (isV6, freeBits, networks) in _bySize)
        {
            if (isV6 == address.IsV6 && networks.TryGetValue(address.Network(freeBits), out var key))
            {
                match.Reach(key);
            }
        }
    }
}

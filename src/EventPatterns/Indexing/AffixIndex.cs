using System.Buffers.Binary;
using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Matching;

namespace Waybill.EventPatterns.Indexing;

/// <summary>Finds which of many texts a value starts with: a binary search, and then only those that do.</summary>
/// <remarks>
/// The texts are sorted, and each knows the longest other one that it starts with. What a value starts with is then among the last text that
/// does not sort after the value, and those this one starts with. Texts at a value's end are found by holding them the other way round.
/// </remarks>
internal sealed class AffixIndex
{
    private const int None = -1;

    private readonly byte[][] _texts;

    // The first eight bytes of each text: most steps of the search need no more.
    private readonly ulong[] _heads;
    private readonly int[] _parents;
    private readonly int[] _keys;

    /// <param name="keys">The texts, each with the number of its key; no text twice.</param>
    public AffixIndex(IReadOnlyCollection<KeyValuePair<byte[], int>> keys)
    {
        var sorted = keys.ToArray();
        Array.Sort(sorted, (x, y) => x.Key.AsSpan().SequenceCompareTo(y.Key));
        _texts = Array.ConvertAll(sorted, key => key.Key);
        _keys = Array.ConvertAll(sorted, key => key.Value);
        _heads = Array.ConvertAll(_texts, text => Head(text));
        _parents = Parents(_texts);
        LongestText = _texts.Max(text => text.Length);
    }

    /// <summary>More of a value than this is not looked at.</summary>
    public int LongestText { get; }

    /// <summary>Reaches the keys of all texts the value starts with.</summary>
    public void Find(ReadOnlySpan<byte> value, MatchState match)
    {
        var last = LastNotAfter(value);
        if (last == None)
        {
            return;
        }

        var shared = value.CommonPrefixLength(_texts[last]);
        for (; last != None; last = _parents[last])
        {
            if (_texts[last].Length <= shared)
            {
                match.Reach(_keys[last]);
            }
        }
    }

    private int LastNotAfter(ReadOnlySpan<byte> value)
    {
        var head = Head(value);
        int low = 0, high = _heads.Length;
        while (low < high)
        {
            var middle = (int)((uint)(low + high) >> 1);
            if (_heads[middle] < head || (_heads[middle] == head && value.SequenceCompareTo(_texts[middle]) >= 0))
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low - 1;
    }

    private static int[] Parents(byte[][] sorted)
    {
        var parents = new int[sorted.Length];
        for (var i = 0; i < sorted.Length; i++)
        {
            var parent = i - 1;
            while (parent != None && !sorted[i].AsSpan().StartsWith(sorted[parent]))
            {
                parent = parents[parent];
            }

            parents[i] = parent;
        }

        return parents;
    }

    /// <summary>The first eight bytes as a number that sorts as they do.</summary>
    private static ulong Head(ReadOnlySpan<byte> text) => BinaryPrimitives.ReverseEndianness(TextWords.Of(text).First);
}

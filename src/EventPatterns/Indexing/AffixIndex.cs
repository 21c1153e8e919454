using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Matching;

namespace Waybill.EventPatterns.Indexing;

/// <summary>Finds which of many texts a value starts (or ends) with: one look for each length that these texts have.</summary>
/// <remarks>
/// Hashes grow with the lengths, so that all looks together read the value once. Only hashes are kept: two texts that share one are both
/// reached, which costs a look at their rules and no more.
/// </remarks>
internal sealed class AffixIndex
{
    private readonly bool _fromEnd;
    private readonly int[] _lengths;
    private readonly HashedKeys _keys;

    /// <param name="texts">The texts, each with the number of its key.</param>
    /// <param name="fromEnd">Whether values end with them.</param>
    public AffixIndex(IReadOnlyCollection<KeyValuePair<byte[], int>> texts, bool fromEnd)
    {
        _fromEnd = fromEnd;
        _lengths = [.. texts.Select(text => text.Key.Length).Distinct().Order()];
        _keys = new HashedKeys(texts.Count);
        foreach (var (text, key) in texts)
        {
            _keys.Add(new GrowingHash(text, fromEnd).OfLength(text.Length), key);
        }
    }

    /// <summary>Longer texts than this there are none.</summary>
    public int LongestText => _lengths[^1];

    /// <summary>Reaches the keys of all texts the value starts or ends with.</summary>
    public void Find(ReadOnlySpan<byte> value, MatchState match)
    {
        var hash = new GrowingHash(value, _fromEnd);
        foreach (var length in _lengths)
        {
            if (length > value.Length)
            {
                return;
            }

            Find(hash.OfLength(length), match);
        }
    }

    private void Find(ulong hash, MatchState match)
    {
        for (var place = _keys.Start(hash); _keys.TryNext(hash, ref place, out var key);)
        {
            match.Reach(key);
        }
    }

    /// <summary>Hashes of longer and longer parts of a text, from one of its ends.</summary>
    private ref struct GrowingHash(ReadOnlySpan<byte> text, bool fromEnd)
    {
        private const int Word = sizeof(ulong);

        private readonly ReadOnlySpan<byte> _text = text;
        private ulong _words;
        private int _hashed;

        /// <param name="length">No shorter than the last time.</param>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ulong OfLength(int length)
        {
            if (length < Word)
            {
                return Hashing.Mix((ulong)length, TextWords.Of(_text, fromEnd ? _text.Length - length : 0, length).First);
            }

            for (; _hashed + Word < length; _hashed += Word)
            {
                _words = Hashing.Mix(_words, ReadWord(_hashed));
            }

            return Hashing.Mix(_words + (ulong)length, ReadWord(length - Word));
        }

        /// <summary>Eight bytes from a place on, counted from the end in question.</summary>
        private readonly ulong ReadWord(int at) => BinaryPrimitives.ReadUInt64LittleEndian(_text[(fromEnd ? _text.Length - at - Word : at)..]);
    }
}

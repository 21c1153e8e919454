using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Waybill.EventPatterns.Indexing;

/// <summary>
/// Finds which of many pieces of text a value has somewhere: a piece is known by some of its grams (eight bytes in a row, or four where
/// pieces are short), the value is passed over once in steps, and only where a gram turns up is a piece held against it.
/// </summary>
/// <remarks>With steps of n bytes a piece is known by n grams in a row: wherever it lies in a value, one of them lies on a step.</remarks>
internal sealed class PieceIndex
{
    /// <summary>A piece has at least so many bytes.</summary>
    public const int ShortestPiece = ShortGram;

    private const int ShortGram = sizeof(uint), LongGram = sizeof(ulong);

    private const int LongestStep = 4;

    // Longer steps are taken as long as a gram does not lead to more pieces than this, on average.
    private const double PiecesPerGram = 3;

    // A bit for each hash, mostly unset: it tells in one look that no piece has a gram.
    private const int BitsPerGram = 16;
    private const int LeastBits = 1024;

    private const ulong Golden = 0x9E3779B97F4A7C15; // 2^64 divided by the golden ratio

    private readonly ulong[] _filter;
    private readonly int _shift;
    private readonly Slot[] _slots;
    private readonly Gram[] _grams;
    private readonly byte[] _texts;
    private readonly int _gramLength;
    private readonly int _step;

    /// <summary>Makes an index of pieces, each with the number of its key; by key, what that leads to.</summary>
    public PieceIndex(IReadOnlyCollection<KeyValuePair<byte[], int>> pieces, ReadOnlySpan<RuleIndex.Entry> entries)
    {
        _texts = [.. pieces.SelectMany(piece => piece.Key)];
        _gramLength = pieces.Min(piece => piece.Key.Length) >= LongGram ? LongGram : ShortGram;
        (_step, var places) = Choose(pieces);
        var grams = places.GroupBy(place => Read(_texts, place.Text + place.At)).ToArray();
        _grams = new Gram[places.Length];
        var bits = BitOperations.RoundUpToPowerOf2((uint)Math.Max(LeastBits, grams.Length * BitsPerGram));
        _filter = new ulong[bits / 64];
        _shift = 64 - BitOperations.Log2(bits);
        _slots = new Slot[BitOperations.RoundUpToPowerOf2((uint)grams.Length * 2)];
        var next = 0;
        foreach (var gram in grams)
        {
            var hash = Hash(gram.Key);
            _filter[hash >> 6] |= 1UL << (int)hash;
            _slots[SlotOf(gram.Key)] = new Slot(gram.Key, next, gram.Count());
            foreach (var place in gram)
            {
                _grams[next++] = place with { Entry = entries[place.Key] };
            }
        }
    }

    /// <summary>Reaches the keys of all pieces in the value.</summary>
    public void Find(ReadOnlySpan<byte> value, KeyQuestions questions)
    {
        for (var at = 0; at + _gramLength <= value.Length; at += _step)
        {
            var gram = Read(value, at);
            var hash = Hash(gram);
            if ((_filter[hash >> 6] & (1UL << (int)hash)) != 0)
            {
                questions.CountLookUp();
                FindPieces(value, at, _slots[SlotOf(gram)], questions);
            }
        }
    }

    private void FindPieces(ReadOnlySpan<byte> value, int at, Slot slot, KeyQuestions questions)
    {
        foreach (ref readonly var gram in _grams.AsSpan(slot.First, slot.Count))
        {
            if (gram.At <= at && value[(at - gram.At)..].StartsWith(_texts.AsSpan(gram.Text, gram.Length)))
            {
                questions.Reach(gram.Key, gram.Entry);
            }
        }
    }

    /// <summary>The longest step whose grams are rare enough, and these grams.</summary>
    private (int Step, Gram[] Grams) Choose(IReadOnlyCollection<KeyValuePair<byte[], int>> pieces)
    {
        var uses = new Dictionary<ulong, int>();
        foreach (var (piece, _) in pieces)
        {
            for (var at = 0; at + _gramLength <= piece.Length; at++)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(uses, Read(piece, at), out _)++;
            }
        }

        for (var step = Math.Min(LongestStep, pieces.Min(piece => piece.Key.Length) - _gramLength + 1); ; step--)
        {
            var grams = Rarest(pieces, step, uses);
            if (step == 1 || grams.Length <= PiecesPerGram * grams.Select(gram => gram.Bytes).Distinct().Count())
            {
                return (step, Array.ConvertAll(grams, gram => gram.Gram));
            }
        }
    }

    /// <summary>So many grams of each piece in a row, of which the most frequent is as rare as can be.</summary>
    private (Gram Gram, ulong Bytes)[] Rarest(IReadOnlyCollection<KeyValuePair<byte[], int>> pieces, int count, Dictionary<ulong, int> uses)
    {
        var rarest = new List<(Gram, ulong)>(pieces.Count * count);
        var text = 0;
        foreach (var (piece, key) in pieces)
        {
            var first = Enumerable.Range(0, piece.Length - _gramLength - count + 2)
                .MinBy(at => Enumerable.Range(at, count).Max(gram => uses[Read(piece, gram)]));
            rarest.AddRange(Enumerable.Range(first, count).Select(at => (new Gram(text, piece.Length, at, key, default), Read(piece, at))));
            text += piece.Length;
        }

        return [.. rarest];
    }

    /// <summary>The slot of a gram, or the empty one where it would be.</summary>
    private int SlotOf(ulong gram)
    {
        var slot = (int)((gram * Golden) >> 20) & (_slots.Length - 1);
        while (_slots[slot].Count != 0 && _slots[slot].Gram != gram)
        {
            slot = (slot + 1) & (_slots.Length - 1);
        }

        return slot;
    }

    private ulong Read(ReadOnlySpan<byte> text, int at) =>
        _gramLength == LongGram ? BinaryPrimitives.ReadUInt64LittleEndian(text[at..]) : BinaryPrimitives.ReadUInt32LittleEndian(text[at..]);

    private uint Hash(ulong gram) => (uint)((gram * Golden) >> _shift);

    /// <param name="Gram">A gram.</param>
    /// <param name="First">The first of its pieces.</param>
    /// <param name="Count">How many they are; zero in an empty slot.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Slot(ulong Gram, int First, int Count);

    /// <param name="Text">Where its piece starts among the texts.</param>
    /// <param name="Length">The piece's length.</param>
    /// <param name="At">Where in the piece the gram is.</param>
    /// <param name="Key">The number of the piece's key.</param>
    /// <param name="Entry">What that leads to.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Gram(int Text, int Length, int At, int Key, RuleIndex.Entry Entry);
}

using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Waybill.EventPatterns.Matching;

namespace Waybill.EventPatterns.Indexing;

/// <summary>
/// Finds which of many pieces of text a value has somewhere: a piece is known by some of its grams (four bytes in a row), the value is passed
/// over once in steps, and only where a gram turns up is a piece held against it.
/// </summary>
/// <remarks>With steps of n bytes a piece is known by n grams in a row: wherever it lies in a value, one of them lies on a step.</remarks>
internal sealed class PieceIndex
{
    /// <summary>The length of a gram; a piece has at least as many bytes.</summary>
    public const int GramLength = sizeof(uint);

    private const int LongestStep = 4;

    // Longer steps are taken as long as a gram does not lead to more pieces than this, on average.
    private const double PiecesPerGram = 3;

    // A bit for each hash, mostly unset: it tells in one look that no piece has a gram.
    private const int BitsPerGram = 16;
    private const int LeastBits = 1024;

    private readonly ulong[] _filter;
    private readonly int _shift;
    private readonly HashedKeys _keys;
    private readonly Gram[] _grams;
    private readonly int _step;

    /// <param name="pieces">The pieces, each with the number of its key.</param>
    public PieceIndex(IReadOnlyCollection<KeyValuePair<byte[], int>> pieces)
    {
        (_step, _grams) = Choose(pieces);
        _keys = new HashedKeys(_grams.Length);
        var bits = BitOperations.RoundUpToPowerOf2((uint)Math.Max(LeastBits, _grams.Length * BitsPerGram));
        _filter = new ulong[bits / 64];
        _shift = 32 - BitOperations.Log2(bits);
        for (var gram = 0; gram < _grams.Length; gram++)
        {
            var bit = Bit(Read(_grams[gram].Piece, _grams[gram].At));
            _filter[bit >> 6] |= 1UL << (int)bit;
            _keys.Add(Hash(_grams[gram].Piece, _grams[gram].At), gram);
        }
    }

    /// <summary>The longest step whose grams are rare enough, and these grams.</summary>
    private static (int Step, Gram[] Grams) Choose(IReadOnlyCollection<KeyValuePair<byte[], int>> pieces)
    {
        var uses = pieces.SelectMany(piece => Enumerable.Range(0, piece.Key.Length - GramLength + 1).Select(at => Read(piece.Key, at)))
            .CountBy(gram => gram).ToDictionary();
        for (var step = Math.Min(LongestStep, pieces.Min(piece => piece.Key.Length) - GramLength + 1); ; step--)
        {
            var grams = pieces.SelectMany(piece => Rarest(piece.Key, piece.Value, step, uses)).ToArray();
            if (step == 1 || grams.Length <= PiecesPerGram * grams.Select(gram => Read(gram.Piece, gram.At)).Distinct().Count())
            {
                return (step, grams);
            }
        }
    }

    /// <summary>So many grams of a piece in a row, of which the most frequent is as rare as can be.</summary>
    private static IEnumerable<Gram> Rarest(byte[] piece, int key, int count, Dictionary<uint, int> uses)
    {
        var first = Enumerable.Range(0, piece.Length - GramLength - count + 2)
            .MinBy(at => Enumerable.Range(at, count).Max(gram => uses[Read(piece, gram)]));
        return Enumerable.Range(first, count).Select(at => new Gram(piece, at, key));
    }

    /// <summary>Reaches the keys of all pieces in the value.</summary>
    public void Find(ReadOnlySpan<byte> value, MatchState match)
    {
        for (var at = 0; at + GramLength <= value.Length; at += _step)
        {
            var bit = Bit(Read(value, at));
            if ((_filter[bit >> 6] & (1UL << (int)bit)) != 0)
            {
                FindPieces(value, at, match);
            }
        }
    }

    private void FindPieces(ReadOnlySpan<byte> value, int at, MatchState match)
    {
        var hash = Hash(value, at);
        for (var place = _keys.Start(hash); _keys.TryNext(hash, ref place, out var found);)
        {
            ref readonly var gram = ref _grams[found];
            if (gram.At <= at && value[(at - gram.At)..].StartsWith(gram.Piece))
            {
                match.Reach(gram.Key);
            }
        }
    }

    private static ulong Hash(ReadOnlySpan<byte> text, int at) => Hashing.Mix(Read(text, at), 0);

    private static uint Read(ReadOnlySpan<byte> text, int at) => BinaryPrimitives.ReadUInt32LittleEndian(text[at..]);

    private uint Bit(uint gram) => (gram * 0x9E3779B1) >> _shift;

    /// <param name="Piece">The piece it is part of.</param>
    /// <param name="At">Where in the piece.</param>
    /// <param name="Key">The number of the piece's key.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Gram(byte[] Piece, int At, int Key);
}

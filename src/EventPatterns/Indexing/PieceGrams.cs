using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Waybill.EventPatterns.Indexing;

/// <summary>
/// The grams (four bytes in a row) by which pieces of text are found wherever they lie in a value: a value is passed over in steps of n
/// bytes, and n grams of the piece in a row are its keys, one of which lies on a step.
/// </summary>
internal sealed class PieceGrams
{
    /// <summary>The length of a gram; shorter pieces are not found by their bytes.</summary>
    public const int Length = sizeof(uint);

    private const int LongestStep = 4;

    // Longer steps are taken as long as their grams belong to so many pieces at most, on average.
    private const double PiecesPerGram = 2;

    private readonly List<byte[]> _pieces = [];
    private readonly Dictionary<uint, int> _uses = [];

    /// <summary>How far apart a value is looked at; known after <see cref="EndObserving"/>.</summary>
    public int Step { get; private set; } = LongestStep;

    /// <summary>Takes note of a piece, before any grams are asked for.</summary>
    public void Observe(byte[] piece)
    {
        _pieces.Add(piece);
        for (var at = 0; at + Length <= piece.Length; at++)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_uses, Read(piece, at), out _)++;
        }
    }

    /// <summary>No more will be observed: chooses the step.</summary>
    public void EndObserving()
    {
        while (Step > 1 && _pieces.Count > 0 && (_pieces.Exists(piece => piece.Length < Length + Step - 1) || _pieces.Average(AverageUses) > PiecesPerGram))
        {
            Step /= 2;
        }
    }

    /// <summary>The gram that starts at a place.</summary>
    public static uint Read(ReadOnlySpan<byte> text, int at) => BinaryPrimitives.ReadUInt32LittleEndian(text[at..]);

    /// <summary>As many grams of a piece in a row as a step is long, as rare as can be.</summary>
    public IEnumerable<uint> Of(byte[] piece)
    {
        var first = RarestRun(piece);
        return Enumerable.Range(first, Step).Select(at => Read(piece, at)).Distinct();
    }

    private double AverageUses(byte[] piece) => (double)Uses(piece, RarestRun(piece)) / Step;

    private int RarestRun(byte[] piece) => Enumerable.Range(0, piece.Length - Length - Step + 2).MinBy(first => Uses(piece, first));

    private int Uses(byte[] piece, int first)
    {
        var uses = 0;
        for (var at = first; at < first + Step; at++)
        {
            uses += _uses[Read(piece, at)];
        }

        return uses;
    }
}

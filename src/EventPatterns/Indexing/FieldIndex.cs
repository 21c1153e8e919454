using System.Buffers.Binary;
using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Matching;
using Waybill.EventPatterns.Operators;

namespace Waybill.EventPatterns.Indexing;

/// <summary>What rules ask of one field, ordered so that a leaf finds what it answers without looking at the rest.</summary>
internal sealed class FieldIndex
{
    /// <summary>The values that conditions consist of, and those by which rules are reached.</summary>
    public ValueTable Values { get; } = new();

    /// <summary>The keys of texts that are compared without regard to case, in lower case.</summary>
    public ValueTable FoldedTexts { get; } = new();

    public AffixIndex? Prefixes { get; set; }

    public AffixIndex? Suffixes { get; set; }

    public AffixIndex? FoldedPrefixes { get; set; }

    public AffixIndex? FoldedSuffixes { get; set; }

    public PieceIndex? Pieces { get; set; }

    public AddressIndex? Blocks { get; set; }

    public RangeIndex? Ranges { get; set; }

    /// <summary>The numbers among <see cref="Values"/>, sorted.</summary>
    public double[] Numbers { get; set; } = [];

    /// <summary>The key of the rules reached by there being a leaf at all; <see cref="ValueTable.None"/> if there are none.</summary>
    public int AnyLeaf { get; set; } = ValueTable.None;

    /// <summary>Says what a new leaf answers.</summary>
    public void Find(int leaf, ref Leaf at, ReadOnlySpan<byte> source, MatchState match)
    {
        if (AnyLeaf != ValueTable.None)
        {
            match.Reach(AnyLeaf);
        }

        switch (at.Kind)
        {
            case ScalarKind.String:
                FindText(leaf, ref at, source, match);
                break;
            case ScalarKind.Number:
                FindNumber(leaf, ref at, source.Slice(at.Start, at.Length), match);
                break;
            default:
                if (Values.Has(ValueKind.Token))
                {
                    match.FoundValue(Values.Find(ValueKind.Token, [(byte)at.Kind], 0, 1), leaf);
                }

                break;
        }
    }

    private void FindText(int leaf, ref Leaf at, ReadOnlySpan<byte> source, MatchState match)
    {
        if (Values.Has(ValueKind.Text))
        {
            match.FoundValue(Values.Find(ValueKind.Text, source, at.Start, at.Length), leaf);
        }

        var text = source.Slice(at.Start, at.Length);
        Prefixes?.Find(source, at.Start, at.Length, match);
        Pieces?.Find(text, match);
        Suffixes?.Find(source, at.Start, at.Length, match);
        if (Blocks is not null && IpAddress.TryParse(text, out var address))
        {
            Blocks.Find(address, match);
        }

        FindFolded(text, match);
    }

    private void FindFolded(ReadOnlySpan<byte> text, MatchState match)
    {
        if (FoldedTexts.Count > 0)
        {
            var folded = match.Folded(text);
            var key = FoldedTexts.Find(ValueKind.Text, folded, 0, folded.Length);
            if (key != ValueTable.None)
            {
                match.Reach(key);
            }
        }

        if (FoldedPrefixes is not null)
        {
            var folded = match.Folded(text[..Math.Min(text.Length, FoldedPrefixes.LongestText)]);
            FoldedPrefixes.Find(folded, 0, folded.Length, match);
        }

        if (FoldedSuffixes is not null)
        {
            var folded = match.Folded(text[Math.Max(0, text.Length - FoldedSuffixes.LongestText)..]);
            FoldedSuffixes.Find(folded, 0, folded.Length, match);
        }
    }

    private void FindNumber(int leaf, ref Leaf at, ReadOnlySpan<byte> literal, MatchState match)
    {
        if (Values.Has(ValueKind.Literal))
        {
            match.FoundValue(Values.Find(ValueKind.Literal, literal, 0, literal.Length), leaf);
        }

        if ((Ranges is null && Numbers.Length == 0) || !TryNumber(literal, match, out var number))
        {
            return;
        }

        Ranges?.Find(number, match);
        if (Numbers.Length > 0)
        {
            Span<byte> key = stackalloc byte[sizeof(double)];
            BinaryPrimitives.WriteDoubleLittleEndian(key, number);
            match.FoundValue(Values.Find(ValueKind.Number, key, 0, key.Length), leaf);
        }
    }

    /// <summary>The value of a number, unless it surely leads to nothing that was not found before; only then a long one is read exactly.</summary>
    private bool TryNumber(ReadOnlySpan<byte> literal, MatchState match, out double number) =>
        ComparableNumber.TryParseShort(literal, out number, out var low, out var high)
        || ((IsNearNumber(low, high) || Ranges?.MayFindMore(low, high, match) == true) && ComparableNumber.TryParse(literal, out number));

    private bool IsNearNumber(double low, double high)
    {
        var next = Array.BinarySearch(Numbers, low);
        next = next < 0 ? ~next : next;
        return next < Numbers.Length && Numbers[next] <= high;
    }
}

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

    public AffixIndex? Prefixes { get; set; }

    public AffixIndex? Suffixes { get; set; }

    public AffixIndex? FoldedPrefixes { get; set; }

    public AffixIndex? FoldedSuffixes { get; set; }

    public GramIndex? Grams { get; set; }

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
        Prefixes?.Find(text, match);
        Grams?.Find(text, match);
        if (Suffixes is not null)
        {
            Suffixes.Find(match.Reversed(text, Suffixes.LongestText), match);
        }

        if (Blocks is not null && IpAddress.TryParse(text, out var address))
        {
            Blocks.Find(address, match);
        }

        FindFolded(text, match);
    }

    private void FindFolded(ReadOnlySpan<byte> text, MatchState match)
    {
        if (Values.Has(ValueKind.FoldedText))
        {
            var folded = match.Folded(text);
            var value = Values.Find(ValueKind.FoldedText, folded, 0, folded.Length);
            if (value != ValueTable.None)
            {
                match.Reach(value);
            }
        }

        FoldedPrefixes?.Find(match.Folded(text[..Math.Min(text.Length, FoldedPrefixes.LongestText)]), match);
        if (FoldedSuffixes is not null)
        {
            FoldedSuffixes.Find(match.Folded(match.Reversed(text, FoldedSuffixes.LongestText)), match);
        }
    }

    private void FindNumber(int leaf, ref Leaf at, ReadOnlySpan<byte> literal, MatchState match)
    {
        if (Values.Has(ValueKind.Literal))
        {
            match.FoundValue(Values.Find(ValueKind.Literal, literal, 0, literal.Length), leaf);
        }

        if ((Ranges is null && Numbers.Length == 0) || !TryNumber(literal, out var number))
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

    /// <summary>The value of a number that some rule may want; long ones are only read exactly when they come near one.</summary>
    private bool TryNumber(ReadOnlySpan<byte> literal, out double number)
    {
        if (ComparableNumber.TryParseShort(literal, out number))
        {
            return true;
        }

        var (low, high) = ComparableNumber.Bounds(literal);
        return !IsFarFromAll(low, high) && ComparableNumber.TryParse(literal, out number);
    }

    private bool IsFarFromAll(double low, double high) =>
        Ranges?.IsOutside(low, high) != false && (Numbers.Length == 0 || FirstNotBelow(low) == FirstNotBelow(Math.BitIncrement(high)));

    private int FirstNotBelow(double number)
    {
        var index = Array.BinarySearch(Numbers, number);
        return index < 0 ? ~index : index;
    }
}

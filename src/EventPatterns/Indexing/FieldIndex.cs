using System.Runtime.InteropServices;
using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Matching;
using Waybill.EventPatterns.Operators;

namespace Waybill.EventPatterns.Indexing;

/// <summary>What rules ask of one field: says of a leaf which keys it may have.</summary>
internal sealed class FieldIndex
{
    /// <summary>Of longer texts only so many bytes are looked at, which bounds the looks; what they find is not exact then.</summary>
    public const int LongestExact = 128;

    // Tags of the values that conditions consist of and by which rules are reached; zero if there are none.
    public uint Texts { get; set; }

    public uint Numbers { get; set; }

    /// <summary>Numbers as they are written.</summary>
    public uint Literals { get; set; }

    public uint Tokens { get; set; }

    /// <summary>Whole texts without regard to case.</summary>
    public uint FoldedTexts { get; set; }

    /// <summary>The lengths of the texts that values start with, ascending, and so on.</summary>
    public Sized[] Prefixes { get; set; } = [];

    public Sized[] Suffixes { get; set; } = [];

    public Sized[] FoldedPrefixes { get; set; } = [];

    public Sized[] FoldedSuffixes { get; set; } = [];

    /// <summary>The sizes of address blocks.</summary>
    public (bool IsV6, int FreeBits, uint Tag)[] Blocks { get; set; } = [];

    public PieceIndex? Pieces { get; set; }

    public RangeIndex? Ranges { get; set; }

    /// <summary>The values of <see cref="Numbers"/>, sorted.</summary>
    public double[] SortedNumbers { get; set; } = [];

    /// <summary>The key of the rules reached by there being a leaf at all; <see cref="KeyTable.None"/> if there are none.</summary>
    public int AnyLeaf { get; set; } = KeyTable.None;

    /// <summary>Asks for the keys of a new leaf.</summary>
    public void Ask(int leaf, in Leaf at, ReadOnlySpan<byte> source, MatchState match)
    {
        if (AnyLeaf != KeyTable.None)
        {
            match.Reach(AnyLeaf);
        }

        switch (at.Kind)
        {
            case ScalarKind.String:
                AskText(leaf, at, source, match);
                break;
            case ScalarKind.Number:
                AskNumber(leaf, source.Slice(at.Start, at.Length), match);
                break;
            default:
                if (Tokens != 0)
                {
                    match.Ask(Token(Tokens, at.Kind), leaf);
                }

                break;
        }
    }

    /// <summary>The key of <c>true</c>, <c>false</c> or <c>null</c>.</summary>
    public static KeyText Token(uint tag, ScalarKind kind) => new((ulong)kind, 0, tag);

    /// <summary>The key of a number's value.</summary>
    public static KeyText Number(uint tag, double value) => new((ulong)BitConverter.DoubleToInt64Bits(value), 0, tag);

    /// <summary>The key of a block of addresses.</summary>
    public static KeyText Block(uint tag, UInt128 network) => new((ulong)network, (ulong)(network >> 64), tag);

    private void AskText(int leaf, in Leaf at, ReadOnlySpan<byte> source, MatchState match)
    {
        var (start, length) = (at.Start, at.Length);
        if (Texts != 0)
        {
            match.Ask(KeyText.Of(Texts, source, start, length), leaf, start, length);
        }

        foreach (var prefix in Prefixes)
        {
            if (prefix.Length > length)
            {
                break;
            }

            match.Ask(KeyText.Of(prefix.Tag, source, start, prefix.Length), leaf, start, prefix.Length);
        }

        foreach (var suffix in Suffixes)
        {
            if (suffix.Length > length)
            {
                break;
            }

            match.Ask(KeyText.Of(suffix.Tag, source, start + length - suffix.Length, suffix.Length), leaf, start + length - suffix.Length, suffix.Length);
        }

        var text = source.Slice(start, length);
        Pieces?.Find(text, match);
        if (Blocks.Length > 0)
        {
            AskAddress(leaf, text, match);
        }

        AskFolded(leaf, text, match);
    }

    private void AskAddress(int leaf, ReadOnlySpan<byte> text, MatchState match)
    {
        if (!IpAddress.TryParse(text, out var address))
        {
            return;
        }

        foreach (var (isV6, freeBits, tag) in Blocks)
        {
            if (isV6 == address.IsV6)
            {
                match.Ask(Block(tag, address.Network(freeBits)), leaf);
            }
        }
    }

    private void AskFolded(int leaf, ReadOnlySpan<byte> text, MatchState match)
    {
        if (FoldedTexts != 0)
        {
            match.AskFolded(FoldedTexts, text, leaf);
        }

        foreach (var prefix in FoldedPrefixes)
        {
            if (prefix.Length > text.Length)
            {
                break;
            }

            match.AskFolded(prefix.Tag, text[..prefix.Length], leaf);
        }

        foreach (var suffix in FoldedSuffixes)
        {
            if (suffix.Length > text.Length)
            {
                break;
            }

            match.AskFolded(suffix.Tag, text[^suffix.Length..], leaf);
        }
    }

    private void AskNumber(int leaf, ReadOnlySpan<byte> literal, MatchState match)
    {
        if (Literals != 0)
        {
            match.Ask(KeyText.Of(Literals, literal), leaf, match.Leaves[leaf].Start, literal.Length);
        }

        if ((Ranges is null && Numbers == 0) || !TryNumber(literal, match, out var number))
        {
            return;
        }

        Ranges?.Find(number, match);
        if (Numbers != 0)
        {
            match.Ask(Number(Numbers, number), leaf);
        }
    }

    /// <summary>The value of a number, unless it surely leads to nothing that was not found before; only then a long one is read exactly.</summary>
    private bool TryNumber(ReadOnlySpan<byte> literal, MatchState match, out double number) =>
        ComparableNumber.TryParseShort(literal, out number, out var low, out var high)
        || ((IsNearNumber(low, high) || Ranges?.MayFindMore(low, high, match) == true) && ComparableNumber.TryParse(literal, out number));

    private bool IsNearNumber(double low, double high)
    {
        var next = Array.BinarySearch(SortedNumbers, low);
        next = next < 0 ? ~next : next;
        return next < SortedNumbers.Length && SortedNumbers[next] <= high;
    }

    /// <summary>A length that some texts have, and their tag.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Sized(int Length, uint Tag);
}

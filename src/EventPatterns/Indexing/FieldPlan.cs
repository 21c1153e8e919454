using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Operators;
using Waybill.EventPatterns.Text;

namespace Waybill.EventPatterns.Indexing;

/// <summary>What to ask of a leaf in a field: the keys it may have, of those that lead to some rule or that conditions look at.</summary>
internal sealed class FieldPlan
{
    /// <summary>Of a longer beginning or end only so many bytes are looked at, which bounds how many lengths there are.</summary>
    public const int LongestAffix = 128;

    // Tags of keys; zero if there are none with it.
    public uint Texts { get; set; }

    public uint Numbers { get; set; }

    /// <summary>Numbers as they are written.</summary>
    public uint Literals { get; set; }

    public uint Tokens { get; set; }

    /// <summary>There being a leaf at all.</summary>
    public uint Leaves { get; set; }

    /// <summary>Whole texts without regard to case.</summary>
    public uint FoldedTexts { get; set; }

    /// <summary>The lengths of the texts that values start with, ascending, and so on.</summary>
    public Sized[] Prefixes { get; set; } = [];

    public Sized[] Suffixes { get; set; } = [];

    public Sized[] FoldedPrefixes { get; set; } = [];

    public Sized[] FoldedSuffixes { get; set; } = [];

    /// <summary>How values start that have a key of <see cref="Texts"/> or <see cref="Prefixes"/>; null if that can be any way.</summary>
    public StartFilter? Starts { get; set; }

    /// <summary>The sizes of address blocks.</summary>
    public (bool IsV6, int FreeBits, uint Tag)[] Blocks { get; set; } = [];

    public PieceIndex? Pieces { get; set; }

    /// <summary>Whether there is anything to ask of texts but how they start and end.</summary>
    public bool AsksMoreOfTexts { get; set; }

    public RangeIndex? Ranges { get; set; }

    /// <summary>The values of <see cref="Numbers"/>, sorted.</summary>
    public double[] SortedNumbers { get; set; } = [];

    /// <summary>Asks for the keys of a new leaf, whose text lies in <paramref name="source"/>.</summary>
    /// <remarks>Never part of the loop over leaves, which would then be kilobytes of code with all that it works on in memory.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Ask(int leaf, in Leaf at, ReadOnlySpan<byte> source, KeyQuestions questions)
    {
        if (Leaves != 0)
        {
            questions.Ask(new KeyText(0, 0, Leaves), leaf);
        }

        switch (at.Kind)
        {
            case LeafKind.String:
                AskText(leaf, at.Start, at.Length, source, questions);
                break;
            case LeafKind.Number:
                AskNumber(leaf, at.Start, at.Length, source, questions);
                break;
            default:
                if (Tokens != 0)
                {
                    questions.Ask(new KeyText((ulong)at.Kind, 0, Tokens), leaf);
                }

                break;
        }
    }

    /// <summary>What stands for a number's value in a key.</summary>
    public static ulong Bits(double value) => (ulong)BitConverter.DoubleToInt64Bits(value);

    /// <summary>The key of a block of addresses.</summary>
    public static KeyText Block(uint tag, UInt128 network) => new((ulong)network, (ulong)(network >> 64), tag);

    private void AskText(int leaf, int start, int length, ReadOnlySpan<byte> source, KeyQuestions questions)
    {
        if (Starts is null || (length >= Starts.Length && Starts.MayHave(source, start)))
        {
            if (Texts != 0)
            {
                AskPart(Texts, leaf, start, length, source, questions);
            }

            if (Prefixes.Length > 0)
            {
                AskParts(Prefixes, leaf, start, length, source, questions);
            }
        }

        if (Suffixes.Length > 0)
        {
            AskParts(Suffixes, leaf, start + length, length, source, questions);
        }

        if (AsksMoreOfTexts)
        {
            AskMore(leaf, source.Slice(start, length), questions);
        }
    }

    /// <summary>Asks for the beginnings of a text that starts at <paramref name="from"/>, or the ends of one that ends there.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AskParts(Sized[] parts, int leaf, int from, int length, ReadOnlySpan<byte> source, KeyQuestions questions)
    {
        foreach (ref readonly var part in parts.AsSpan())
        {
            if (part.Length > length)
            {
                break;
            }

            questions.Ask(KeyText.Of(part.Tag, KeyText.Read(source, from + part.Offset), part.Compared), leaf);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AskPart(uint tag, int leaf, int start, int length, ReadOnlySpan<byte> source, KeyQuestions questions)
    {
        if (length <= KeyText.Whole)
        {
            questions.Ask(KeyText.Of(tag, KeyText.Read(source, start), length), leaf);
        }
        else
        {
            questions.Ask(KeyText.Of(tag, source, start, length), leaf, start);
        }
    }

    private void AskMore(int leaf, ReadOnlySpan<byte> text, KeyQuestions questions)
    {
        Pieces?.Find(text, questions);
        if (Blocks.Length > 0 && IpAddress.TryParse(text, out var address))
        {
            AskAddress(leaf, address, questions);
        }

        if (FoldedTexts != 0)
        {
            questions.AskFolded(FoldedTexts, text, leaf);
        }

        AskFoldedParts(FoldedPrefixes, leaf, 0, text, questions);
        AskFoldedParts(FoldedSuffixes, leaf, text.Length, text, questions);
    }

    private static void AskFoldedParts(Sized[] parts, int leaf, int from, ReadOnlySpan<byte> text, KeyQuestions questions)
    {
        foreach (ref readonly var part in parts.AsSpan())
        {
            if (part.Length <= text.Length)
            {
                questions.AskFolded(part.Tag, text.Slice(from + part.Offset, part.Compared), leaf);
            }
        }
    }

    private void AskAddress(int leaf, IpAddress address, KeyQuestions questions)
    {
        foreach (var (isV6, freeBits, tag) in Blocks)
        {
            if (isV6 == address.IsV6)
            {
                questions.Ask(Block(tag, address.Network(freeBits)), leaf);
            }
        }
    }

    private void AskNumber(int leaf, int start, int length, ReadOnlySpan<byte> source, KeyQuestions questions)
    {
        var literal = source.Slice(start, length);
        if (Literals != 0)
        {
            AskPart(Literals, leaf, start, length, source, questions);
        }

        if ((Ranges is null && Numbers == 0) || !TryNumber(literal, questions, out var number))
        {
            return;
        }

        Ranges?.Find(number, questions);
        if (Numbers != 0)
        {
            questions.Ask(new KeyText(Bits(number), 0, Numbers), leaf);
        }
    }

    /// <summary>The value of a number that may lead to something not found before; only then a long one is read exactly.</summary>
    private bool TryNumber(ReadOnlySpan<byte> literal, KeyQuestions questions, out double number) =>
        ComparableNumber.TryParseShort(literal, out number, out var low, out var high)
        || ((IsNearNumber(low, high) || Ranges?.MayFindMore(low, high, questions) == true)
            && ComparableNumber.TryParse(literal, out number));

    private bool IsNearNumber(double low, double high)
    {
        var next = Array.BinarySearch(SortedNumbers, low);
        next = next < 0 ? ~next : next;
        return next < SortedNumbers.Length && SortedNumbers[next] <= high;
    }

    /// <summary>A length that some texts have, and their tag.</summary>
    /// <param name="Length">The length.</param>
    /// <param name="Compared">How much is a key: of a long beginning the last bytes, since many begin alike; of an end the first.</param>
    /// <param name="Offset">Where that starts, counted from the start of the value or, for an end, from its end.</param>
    /// <param name="Tag">Their tag.</param>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Sized(int Length, int Compared, int Offset, uint Tag)
    {
        public static Sized Start(int length, uint tag) =>
            new(length, Math.Min(length, KeyText.Whole), Math.Max(0, length - KeyText.Whole), tag);

        public static Sized End(int length, uint tag) => new(length, Math.Min(length, KeyText.Whole), -length, tag);
    }
}

using System.Text;
using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Operators;

namespace Waybill.EventPatterns.Indexing;

/// <summary>How a text is found in a value.</summary>
internal enum TextPlace : byte
{
    Start,
    End,
    Anywhere,

    /// <summary>The value is the text, without regard to the case of ASCII letters.</summary>
    WholeFolded,
    StartFolded,
    EndFolded,
}

/// <summary>A text by which the leaves that an alternative accepts are found.</summary>
internal readonly record struct TextKey(TextPlace Place, byte[] Text)
{
    /// <summary>The texts that every leaf an alternative accepts has.</summary>
    public static TextKey[] Of(Alternative alternative) => alternative switch
    {
        Prefix prefix => Start(TextPlace.Start, prefix.Text),
        Suffix suffix => End(TextPlace.End, suffix.Text),
        EqualsIgnoreCase { Text: { IsAscii: true } text } => [new TextKey(TextPlace.WholeFolded, text.AsciiStart)],
        EqualsIgnoreCase { Text: var text } => Start(TextPlace.StartFolded, text.AsciiStart),
        PrefixIgnoreCase { Text: var text } => Start(TextPlace.StartFolded, text.AsciiStart),
        SuffixIgnoreCase { Text: var text } => End(TextPlace.EndFolded, text.AsciiEnd),
        Wildcard { Pieces: var pieces } =>
        [
            .. Start(TextPlace.Start, pieces[0]),
            .. End(TextPlace.End, pieces[^1]),
            .. pieces.Skip(1).SkipLast(1).Where(piece => piece.Length >= PieceIndex.ShortestPiece).Select(piece => new TextKey(TextPlace.Anywhere, piece)),
        ],
        _ => [],
    };

    private static TextKey[] Start(TextPlace place, byte[] text) =>
        text.Length == 0 ? [] : [new TextKey(place, text.Length <= FieldPlan.LongestAffix ? text : text[..FieldPlan.LongestAffix])];

    private static TextKey[] End(TextPlace place, byte[] text) =>
        text.Length == 0 ? [] : [new TextKey(place, text.Length <= FieldPlan.LongestAffix ? text : text[^FieldPlan.LongestAffix..])];

    /// <summary>Whether a value has it.</summary>
    public bool IsIn(in Scalar value) => value.IsString && value.Text.Length >= Text.Length && Place switch
    {
        TextPlace.Start => value.Text.StartsWith(Text),
        TextPlace.End => value.Text.EndsWith(Text),
        TextPlace.Anywhere => value.Text.IndexOf(Text) >= 0,
        TextPlace.WholeFolded => Ascii.EqualsIgnoreCase(value.Text, Text),
        TextPlace.StartFolded => Ascii.EqualsIgnoreCase(value.Text[..Text.Length], Text),
        _ => Ascii.EqualsIgnoreCase(value.Text[^Text.Length..], Text),
    };

    public bool Equals(TextKey other) => Place == other.Place && Text.AsSpan().SequenceEqual(other.Text);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Place);
        hash.AddBytes(Text);
        return hash.ToHashCode();
    }
}

using System.Text;
using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Operators;

namespace Waybill.EventPatterns.Indexing;

/// <summary>How a text is found in a value.</summary>
internal enum TextPart : byte
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
internal readonly record struct TextKey(TextPart Place, byte[] Text)
{
    /// <summary>The texts that every leaf an alternative accepts has.</summary>
    public static TextKey[] Of(Operator alternative) => alternative switch
    {
        Prefix prefix => Start(TextPart.Start, prefix.Text),
        Suffix suffix => End(TextPart.End, suffix.Text),
        EqualsIgnoreCase { Text: { IsAscii: true } text } => [new TextKey(TextPart.WholeFolded, text.AsciiStart)],
        EqualsIgnoreCase { Text: var text } => Start(TextPart.StartFolded, text.AsciiStart),
        PrefixIgnoreCase { Text: var text } => Start(TextPart.StartFolded, text.AsciiStart),
        SuffixIgnoreCase { Text: var text } => End(TextPart.EndFolded, text.AsciiEnd),
        Wildcard { Pieces: var pieces } =>
        [
            .. Start(TextPart.Start, pieces[0]),
            .. End(TextPart.End, pieces[^1]),
            .. pieces.Skip(1).SkipLast(1).Where(piece => piece.Length >= PieceIndex.ShortestPiece)
                .Select(piece => new TextKey(TextPart.Anywhere, piece)),
        ],
        _ => [],
    };

    private static TextKey[] Start(TextPart place, byte[] text) =>
        text.Length == 0 ? [] : [new TextKey(place, text.Length <= FieldPlan.LongestAffix ? text : text[..FieldPlan.LongestAffix])];

    private static TextKey[] End(TextPart place, byte[] text) =>
        text.Length == 0 ? [] : [new TextKey(place, text.Length <= FieldPlan.LongestAffix ? text : text[^FieldPlan.LongestAffix..])];

    /// <summary>Whether a value has it.</summary>
    public bool IsIn(in LeafValue value) => value.IsString && value.Text.Length >= Text.Length && Place switch
    {
        TextPart.Start => value.Text.StartsWith(Text),
        TextPart.End => value.Text.EndsWith(Text),
        TextPart.Anywhere => value.Text.IndexOf(Text) >= 0,
        TextPart.WholeFolded => Ascii.EqualsIgnoreCase(value.Text, Text),
        TextPart.StartFolded => Ascii.EqualsIgnoreCase(value.Text[..Text.Length], Text),
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

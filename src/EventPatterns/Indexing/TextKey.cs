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
    public bool Equals(TextKey other) => Place == other.Place && Text.AsSpan().SequenceEqual(other.Text);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Place);
        hash.AddBytes(Text);
        return hash.ToHashCode();
    }
}

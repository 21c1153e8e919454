using Waybill.EventPatterns.Matching;

namespace Waybill.EventPatterns.Indexing;

/// <summary>Finds which of many texts a value starts (or ends) with: one look for each length that these texts have.</summary>
internal sealed class AffixIndex
{
    /// <summary>Of longer texts only so many bytes are looked at, which bounds the looks; what they find is not exact then.</summary>
    public const int LongestExact = 128;

    private readonly bool _fromEnd;
    private readonly int[] _lengths;
    private readonly ValueTable _texts = new();

    /// <param name="texts">The texts, of at most <see cref="LongestExact"/> bytes, each with the number of its key.</param>
    /// <param name="fromEnd">Whether values end with them.</param>
    public AffixIndex(IReadOnlyCollection<KeyValuePair<byte[], int>> texts, bool fromEnd)
    {
        _fromEnd = fromEnd;
        _lengths = [.. texts.Select(text => text.Key.Length).Distinct().Order()];
        foreach (var (text, key) in texts)
        {
            _texts.Add(ValueKind.Text, text, key);
        }

        _texts.Trim();
    }

    /// <summary>Longer texts than this there are none.</summary>
    public int LongestText => _lengths[^1];

    /// <summary>Reaches the keys of all texts that a value, which lies in <paramref name="source"/>, starts or ends with.</summary>
    public void Find(ReadOnlySpan<byte> source, int start, int valueLength, MatchState match)
    {
        foreach (var length in _lengths)
        {
            if (length > valueLength)
            {
                return;
            }

            var key = _texts.Find(ValueKind.Text, source, _fromEnd ? start + valueLength - length : start, length);
            if (key != ValueTable.None)
            {
                match.Reach(key);
            }
        }
    }
}

using Waybill.EventPatterns.Operators;
using Waybill.EventPatterns.Text;

namespace Waybill.EventPatterns.Indexing;

/// <summary>A <see cref="FieldPlan"/> in the making; it numbers the keys it is asked for.</summary>
/// <param name="keys">All keys of the index.</param>
/// <param name="isPlain">Whether it is for every event, so that its values are those that conditions look at.</param>
internal sealed class FieldPlanDraft(KeyTable keys, bool isPlain)
{
    private readonly FieldPlan _plan = new();
    private readonly Dictionary<(TextPart Place, int Length), uint> _textTags = [];
    private readonly Dictionary<(bool IsV6, int FreeBits), uint> _blockTags = [];
    private readonly Dictionary<TextKey, int> _pieces = [];
    private readonly Dictionary<NumberRange, int> _ranges = [];
    private readonly HashSet<double> _numbers = [];
    private readonly List<byte[]> _starts = [];

    public int AddText(byte[] text)
    {
        _starts.Add(text);
        return Add(_plan.Texts = ValueTag(_plan.Texts), text);
    }

    public int AddLiteral(byte[] literal) => Add(_plan.Literals = ValueTag(_plan.Literals), literal);

    public int AddToken(ulong token) => Add(_plan.Tokens = ValueTag(_plan.Tokens), token);

    public int AddNumber(double number)
    {
        _numbers.Add(number);
        return Add(_plan.Numbers = ValueTag(_plan.Numbers), FieldPlan.Bits(number));
    }

    public int AddAnyLeaf() => Add(_plan.Leaves = Tag(_plan.Leaves), 0);

    public int AddPiece(byte[] piece) => AddOther(_pieces, new TextKey(TextPart.Anywhere, piece));

    /// <summary>Adds a text that is not looked for anywhere in a value but in one place.</summary>
    public int AddText(TextKey key)
    {
        if (key.Place == TextPart.WholeFolded)
        {
            return Add(_plan.FoldedTexts = Tag(_plan.FoldedTexts), key.Text);
        }

        if (key.Place == TextPart.Start)
        {
            _starts.Add(key.Text);
        }

        return Add(TagOf(_textTags, (key.Place, key.Text.Length)), Inner(key));
    }

    /// <summary>Of a long beginning the last bytes, of a long end the first: those that tell it from most others.</summary>
    private static byte[] Inner(TextKey key) => key.Text.Length <= KeyText.Whole ? key.Text
        : key.Place is TextPart.Start or TextPart.StartFolded ? key.Text[^KeyText.Whole..]
        : key.Text[..KeyText.Whole];

    public int AddBlock(IpAddress block, int freeBits) =>
        keys.Add(FieldPlan.Block(TagOf(_blockTags, (block.IsV6, freeBits)), block.Network(freeBits)), []);

    public int AddRange(NumberRange range) => AddOther(_ranges, range);

    /// <summary>A plan to ask for values only.</summary>
    public FieldPlan Values() => new()
    {
        Texts = _plan.Texts,
        Numbers = _plan.Numbers,
        Literals = _plan.Literals,
        Tokens = _plan.Tokens,
        SortedNumbers = [.. _numbers.Order()],
    };

    /// <summary>The plan; its values are left out if another plan asks for them.</summary>
    public FieldPlan Finish(ReadOnlySpan<RuleIndex.Entry> entries, bool withoutValues = false)
    {
        if (withoutValues)
        {
            (_plan.Texts, _plan.Numbers, _plan.Literals, _plan.Tokens) = (0, 0, 0, 0);
        }

        _plan.Prefixes = Sizes(TextPart.Start);
        _plan.Starts = StartFilter.Of(_starts);
        _plan.Suffixes = Sizes(TextPart.End);
        _plan.FoldedPrefixes = Sizes(TextPart.StartFolded);
        _plan.FoldedSuffixes = Sizes(TextPart.EndFolded);
        _plan.Blocks = [.. _blockTags.Select(size => (size.Key.IsV6, size.Key.FreeBits, size.Value))];
        _plan.Pieces = _pieces.Count == 0
            ? null
            : new PieceIndex([.. _pieces.Select(piece => KeyValuePair.Create(piece.Key.Text, piece.Value))], entries);
        _plan.Ranges = _ranges.Count == 0 ? null : new RangeIndex(_ranges, entries);
        _plan.SortedNumbers = [.. _numbers.Order()];
        _plan.AsksMoreOfTexts = _plan.Pieces is not null || _plan.FoldedTexts != 0
            || _plan.Blocks.Length + _plan.FoldedPrefixes.Length + _plan.FoldedSuffixes.Length > 0;
        return _plan;
    }

    private FieldPlan.Sized[] Sizes(TextPart place) =>
        [.. _textTags.Where(size => size.Key.Place == place).Select(size => Size(size.Key, size.Value)).OrderBy(size => size.Length)];

    private static FieldPlan.Sized Size((TextPart Place, int Length) size, uint tag) => size.Place is TextPart.Start or TextPart.StartFolded
        ? FieldPlan.Sized.Start(size.Length, tag)
        : FieldPlan.Sized.End(size.Length, tag);

    private int Add(uint tag, byte[] text) => keys.Add(KeyText.Of(tag, text), text);

    private int Add(uint tag, ulong number) => keys.Add(new KeyText(number, 0, tag), []);

    private int AddOther<T>(Dictionary<T, int> known, T other)
        where T : notnull => known.TryGetValue(other, out var key) ? key : known[other] = keys.AddOther();

    private uint ValueTag(uint known) => known != 0 ? known : keys.NewTag(isPlain);

    private uint Tag(uint known) => known != 0 ? known : keys.NewTag(isValue: false);

    private uint TagOf<T>(Dictionary<T, uint> known, T size)
        where T : notnull => known.TryGetValue(size, out var tag) ? tag : known[size] = keys.NewTag(isValue: false);
}

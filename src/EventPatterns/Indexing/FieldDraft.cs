using Waybill.EventPatterns.Matching;
using Waybill.EventPatterns.Operators;

namespace Waybill.EventPatterns.Indexing;

/// <summary>A <see cref="FieldIndex"/> in the making: it knows by what an alternative's leaves can be found.</summary>
internal sealed class FieldDraft(KeyTable tags, ValueNumbers values)
{
    private readonly FieldIndex _index = new();
    private readonly Dictionary<(TextPlace Place, int Length), uint> _textTags = [];
    private readonly Dictionary<(bool IsV6, int FreeBits), uint> _blockTags = [];
    private readonly Dictionary<TextKey, int> _textUses = [];
    private readonly PieceGrams _grams = new();
    private readonly List<Wildcard> _wildcards = [];
    private readonly Dictionary<NumberRange, int> _ranges = [];
    private readonly HashSet<double> _numbers = [];
    private readonly List<double> _rangeEnds = [];

    /// <summary>The numbers of the values that a condition consists of; not if it is about more than values.</summary>
    public bool TryAddValues(Condition condition, out List<int> numbers)
    {
        numbers = [];
        if (!condition.Alternatives.All(IsValue))
        {
            return false;
        }

        foreach (var alternative in condition.Alternatives)
        {
            var number = values.Number(Value(alternative));
            if (!numbers.Contains(number))
            {
                numbers.Add(number);
            }
        }

        return true;
    }

    /// <summary>Takes note of a condition that is about more than values, before any key is asked for.</summary>
    public void Observe(Condition condition)
    {
        foreach (var alternative in condition.Alternatives)
        {
            if (alternative is Numeric { Range: var range })
            {
                _rangeEnds.Add(range.Low);
                _rangeEnds.Add(range.High);
            }

            foreach (var key in TextKeys(alternative))
            {
                _textUses[key] = _textUses.GetValueOrDefault(key) + 1;
            }

            if (alternative is Wildcard wildcard)
            {
                _wildcards.Add(wildcard);
            }
        }
    }

    /// <summary>No more will be observed.</summary>
    public void EndObserving()
    {
        _rangeEnds.Sort();
        foreach (var wildcard in _wildcards)
        {
            if (BestText(wildcard) is { Place: TextPlace.Anywhere } piece)
            {
                _grams.Observe(piece.Text);
            }
        }

        _grams.EndObserving();
    }

    /// <summary>How many alternatives are found as this one is, for a guess at how many events find it; null if every leaf does.</summary>
    public double? Uses(Alternative alternative) => alternative switch
    {
        Numeric numeric => EndsIn(numeric.Range),
        SameAddress or Cidr => 1,
        _ when IsValue(alternative) => 1,
        _ when BestText(alternative) is { } key => _textUses[key],
        _ => null,
    };

    /// <summary>Keys of which every leaf that the alternative accepts has one, and perhaps others.</summary>
    public IEnumerable<Key> Keys(Alternative alternative) => alternative switch
    {
        _ when IsValue(alternative) => [Value(alternative)],
        SameAddress same => [Block(same.Address, 0)],
        Cidr cidr => [Block(cidr.Block, cidr.FreeBits)],
        Numeric numeric => [Range(numeric.Range)],
        _ when BestText(alternative) is { } key => Text(key),
        _ => [Key.Of(_index.Leaves = Tag(_index.Leaves), 0)],
    };

    /// <summary>Whether the leaves found by the alternative's key are those it accepts.</summary>
    public static bool IsFoundExactly(Alternative alternative) => IsValue(alternative) || alternative switch
    {
        Numeric or SameAddress or Cidr => true,
        Prefix prefix => IsExactAffix(prefix.Text.Length),
        Suffix suffix => IsExactAffix(suffix.Text.Length),
        EqualsIgnoreCase same => same.Text.IsAscii,
        PrefixIgnoreCase prefix => prefix.Text.IsAscii && IsExactAffix(prefix.Text.AsciiStart.Length),
        SuffixIgnoreCase suffix => suffix.Text.IsAscii && IsExactAffix(suffix.Text.AsciiEnd.Length),
        _ => false,
    };

    /// <param name="rangeNodes">How many nodes the range indexes of other fields have.</param>
    public FieldIndex Finish(ref int rangeNodes)
    {
        _index.FoldedTexts = _textTags.GetValueOrDefault((TextPlace.WholeFolded, 0));
        _index.Prefixes = Sizes(TextPlace.Start);
        _index.Suffixes = Sizes(TextPlace.End);
        _index.FoldedPrefixes = Sizes(TextPlace.StartFolded);
        _index.FoldedSuffixes = Sizes(TextPlace.EndFolded);
        _index.Blocks = [.. _blockTags.Select(size => (size.Key.IsV6, size.Key.FreeBits, size.Value))];
        _index.GramStep = _grams.Step;
        _index.Ranges = _ranges.Count == 0 ? null : new RangeIndex(_ranges, rangeNodes);
        rangeNodes += _index.Ranges?.NodeCount ?? 0;
        _index.SortedNumbers = [.. _numbers.Order()];
        return _index;
    }

    private FieldIndex.Sized[] Sizes(TextPlace place) =>
        [.. _textTags.Where(size => size.Key.Place == place).Select(size => new FieldIndex.Sized(size.Key.Length, size.Value)).OrderBy(size => size.Length)];

    private static bool IsValue(Alternative alternative) =>
        alternative is ExactString or ExactNumber or ExactLiteral or ExactToken or Wildcard { Pieces.Count: 1 };

    /// <summary>Of the texts that every leaf the alternative accepts has, the one that fewest others are found by.</summary>
    private TextKey? BestText(Alternative alternative)
    {
        TextKey? best = null;
        foreach (var key in TextKeys(alternative))
        {
            best = best is { } other && _textUses[other] <= _textUses[key] ? best : key;
        }

        return best;
    }

    private static bool IsExactAffix(int length) => length is > 0 and <= FieldIndex.LongestExact;

    private static IEnumerable<TextKey> TextKeys(Alternative alternative) => (alternative switch
    {
        Prefix prefix => [Start(TextPlace.Start, prefix.Text)],
        Suffix suffix => [End(TextPlace.End, suffix.Text)],
        EqualsIgnoreCase { Text: { IsAscii: true } text } => [new TextKey(TextPlace.WholeFolded, text.AsciiStart)],
        EqualsIgnoreCase { Text: var text } => [Start(TextPlace.StartFolded, text.AsciiStart)],
        PrefixIgnoreCase { Text: var text } => [Start(TextPlace.StartFolded, text.AsciiStart)],
        SuffixIgnoreCase { Text: var text } => [End(TextPlace.EndFolded, text.AsciiEnd)],
        Wildcard wildcard => TextKeys(wildcard),
        _ => Enumerable.Empty<TextKey>(),
    }).Where(key => key.Text.Length > 0 || key.Place == TextPlace.WholeFolded);

    private static IEnumerable<TextKey> TextKeys(Wildcard wildcard)
    {
        yield return Start(TextPlace.Start, wildcard.Pieces[0]);
        yield return End(TextPlace.End, wildcard.Pieces[^1]);
        foreach (var piece in wildcard.Pieces.Skip(1).SkipLast(1).Where(piece => piece.Length >= PieceGrams.Length))
        {
            yield return new TextKey(TextPlace.Anywhere, piece);
        }
    }

    private static TextKey Start(TextPlace place, byte[] text) => new(place, text.Length <= FieldIndex.LongestExact ? text : text[..FieldIndex.LongestExact]);

    private static TextKey End(TextPlace place, byte[] text) => new(place, text.Length <= FieldIndex.LongestExact ? text : text[^FieldIndex.LongestExact..]);

    private Key Value(Alternative alternative) => alternative switch
    {
        ExactString text => Key.Of(_index.Texts = Tag(_index.Texts, isValue: true), text.Text),
        Wildcard withoutStar => Value(new ExactString(withoutStar.Pieces[0])),
        ExactLiteral literal => Key.Of(_index.Literals = Tag(_index.Literals, isValue: true), literal.Literal),
        ExactToken token => Key.Of(_index.Tokens = Tag(_index.Tokens, isValue: true), (ulong)token.Kind),
        _ => Number(((ExactNumber)alternative).Value),
    };

    private Key Number(double value)
    {
        _numbers.Add(value);
        return Key.Of(_index.Numbers = Tag(_index.Numbers, isValue: true), FieldIndex.Bits(value));
    }

    private IEnumerable<Key> Text(TextKey key) => key.Place == TextPlace.Anywhere
        ? _grams.Of(key.Text).Select(gram => Key.Of(_index.Grams = Tag(_index.Grams), gram))
        : [Key.Of(TagOf(_textTags, (key.Place, key.Place == TextPlace.WholeFolded ? 0 : key.Text.Length)), key.Text)];

    private Key Block(IpAddress block, int freeBits) =>
        new(FieldIndex.Block(TagOf(_blockTags, (block.IsV6, freeBits)), block.Network(freeBits)), []);

    private Key Range(NumberRange range)
    {
        if (!_ranges.TryGetValue(range, out var number))
        {
            _ranges.Add(range, number = _ranges.Count);
        }

        return Key.Of(_index.RangeTag = Tag(_index.RangeTag), (ulong)number);
    }

    private uint Tag(uint known, bool isValue = false) => known != 0 ? known : tags.NewTag(isValue);

    private uint TagOf<T>(Dictionary<T, uint> known, T size)
        where T : notnull => known.TryGetValue(size, out var tag) ? tag : known[size] = tags.NewTag(isValue: false);

    /// <summary>How many of the ends of all ranges lie in this one, halved, since each range has two.</summary>
    private double EndsIn(NumberRange range)
    {
        var from = _rangeEnds.BinarySearch(range.Low);
        var to = _rangeEnds.BinarySearch(range.High);
        return ((to < 0 ? ~to : to) - (from < 0 ? ~from : from) + 1) / 2.0;
    }
}

using System.Buffers.Binary;
using Waybill.EventPatterns.Matching;
using Waybill.EventPatterns.Operators;

namespace Waybill.EventPatterns.Indexing;

/// <summary>A <see cref="FieldIndex"/> in the making: it knows by what an alternative's leaves can be found.</summary>
internal sealed class FieldDraft(KeyNumbers numbers)
{
    private readonly FieldIndex _index = new();
    private readonly Dictionary<TextKey, int> _texts = [];
    private readonly Dictionary<TextKey, int> _textUses = [];
    private readonly Dictionary<NumberRange, int> _ranges = [];
    private readonly Dictionary<(IpAddress Network, int FreeBits), int> _blocks = [];
    private readonly List<double> _numbers = [];
    private readonly List<double> _rangeEnds = [];
    private int? _anyLeaf;

    /// <summary>The numbers of the values that a condition consists of; not if it is about more than values.</summary>
    public bool TryAddValues(Condition condition, out List<int> values)
    {
        values = [];
        if (!condition.Alternatives.All(IsValue))
        {
            return false;
        }

        foreach (var alternative in condition.Alternatives)
        {
            var value = AddValue(alternative);
            if (!values.Contains(value))
            {
                values.Add(value);
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
        }
    }

    /// <summary>No more will be observed.</summary>
    public void EndObserving() => _rangeEnds.Sort();

    /// <summary>How many alternatives are found as this one is, for a guess at how many events find it; null if every leaf does.</summary>
    public double? Uses(Alternative alternative) => alternative switch
    {
        Numeric numeric => EndsIn(numeric.Range),
        SameAddress or Cidr => 1,
        _ when IsValue(alternative) => 1,
        _ when BestText(alternative) is { } key => _textUses[key],
        _ => null,
    };

    /// <summary>The number of the key by which every leaf that the alternative accepts is found, and perhaps others.</summary>
    public int Key(Alternative alternative) => alternative switch
    {
        _ when IsValue(alternative) => AddValue(alternative),
        SameAddress same => AddBlock(same.Address, 0),
        Cidr cidr => AddBlock(cidr.Block, cidr.FreeBits),
        Numeric numeric => Add(_ranges, numeric.Range),
        _ when BestText(alternative) is { } key => Add(_texts, key),
        _ => _anyLeaf ??= numbers.AddOther(),
    };

    public FieldIndex Finish()
    {
        _index.Values.Trim();
        foreach (var (text, key) in Texts(TextPlace.WholeFolded))
        {
            _index.FoldedTexts.Add(ValueKind.Text, text, key);
        }

        _index.FoldedTexts.Trim();
        _index.Prefixes = Affixes(TextPlace.Start, fromEnd: false);
        _index.Suffixes = Affixes(TextPlace.End, fromEnd: true);
        _index.FoldedPrefixes = Affixes(TextPlace.StartFolded, fromEnd: false);
        _index.FoldedSuffixes = Affixes(TextPlace.EndFolded, fromEnd: true);
        var pieces = Texts(TextPlace.Anywhere);
        _index.Pieces = pieces.Count == 0 ? null : new PieceIndex(pieces);
        _index.Ranges = _ranges.Count == 0 ? null : new RangeIndex([.. _ranges.Select(Final)]);
        _index.Blocks = _blocks.Count == 0 ? null : new AddressIndex([.. _blocks.Select(Final)]);
        _index.Numbers = [.. _numbers.Order()];
        _index.AnyLeaf = _anyLeaf is { } anyLeaf ? numbers.Final(anyLeaf) : ValueTable.None;
        return _index;
    }

    private AffixIndex? Affixes(TextPlace place, bool fromEnd)
    {
        var texts = Texts(place);
        return texts.Count == 0 ? null : new AffixIndex(texts, fromEnd);
    }

    private List<KeyValuePair<byte[], int>> Texts(TextPlace place) =>
        [.. _texts.Where(text => text.Key.Place == place).Select(text => KeyValuePair.Create(text.Key.Text, numbers.Final(text.Value)))];

    private KeyValuePair<T, int> Final<T>(KeyValuePair<T, int> key) => new(key.Key, numbers.Final(key.Value));

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

    private static IEnumerable<TextKey> TextKeys(Alternative alternative) => (alternative switch
    {
        Prefix prefix => [new TextKey(TextPlace.Start, prefix.Text)],
        Suffix suffix => [new TextKey(TextPlace.End, suffix.Text)],
        EqualsIgnoreCase { Text: { IsAscii: true } text } => [new TextKey(TextPlace.WholeFolded, text.AsciiStart)],
        EqualsIgnoreCase { Text: var text } => [new TextKey(TextPlace.StartFolded, text.AsciiStart)],
        PrefixIgnoreCase { Text: var text } => [new TextKey(TextPlace.StartFolded, text.AsciiStart)],
        SuffixIgnoreCase { Text: var text } => [new TextKey(TextPlace.EndFolded, text.AsciiEnd)],
        Wildcard wildcard => TextKeys(wildcard),
        _ => Enumerable.Empty<TextKey>(),
    }).Where(key => key.Text.Length > 0 || key.Place == TextPlace.WholeFolded);

    private static IEnumerable<TextKey> TextKeys(Wildcard wildcard)
    {
        yield return new TextKey(TextPlace.Start, wildcard.Pieces[0]);
        yield return new TextKey(TextPlace.End, wildcard.Pieces[^1]);
        foreach (var piece in wildcard.Pieces.Skip(1).SkipLast(1).Where(piece => piece.Length >= PieceIndex.GramLength))
        {
            yield return new TextKey(TextPlace.Anywhere, piece);
        }
    }

    private int AddValue(Alternative alternative)
    {
        switch (alternative)
        {
            case ExactString text:
                return AddValue(ValueKind.Text, text.Text);
            case ExactLiteral literal:
                return AddValue(ValueKind.Literal, literal.Literal);
            case ExactToken token:
                return AddValue(ValueKind.Token, [(byte)token.Kind]);
            case Wildcard withoutStar:
                return AddValue(ValueKind.Text, withoutStar.Pieces[0]);
            default:
                return AddNumber(((ExactNumber)alternative).Value);
        }
    }

    private int AddNumber(double number)
    {
        Span<byte> key = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(key, number);
        var known = _index.Values.Count;
        var value = AddValue(ValueKind.Number, key);
        if (_index.Values.Count > known)
        {
            _numbers.Add(number);
        }

        return value;
    }

    private int AddValue(ValueKind kind, ReadOnlySpan<byte> text)
    {
        var value = _index.Values.Add(kind, text, numbers.NextValue);
        if (value == numbers.NextValue)
        {
            numbers.ValueAdded();
        }

        return value;
    }

    private int AddBlock(IpAddress block, int freeBits) => Add(_blocks, (block with { Bits = block.Network(freeBits) }, freeBits));

    private int Add<T>(Dictionary<T, int> keys, T key)
        where T : notnull
    {
        if (!keys.TryGetValue(key, out var number))
        {
            keys.Add(key, number = numbers.AddOther());
        }

        return number;
    }

    /// <summary>How many of the ends of all ranges lie in this one, halved, since each range has two.</summary>
    private double EndsIn(NumberRange range)
    {
        var from = _rangeEnds.BinarySearch(range.Low);
        var to = _rangeEnds.BinarySearch(range.High);
        return ((to < 0 ? ~to : to) - (from < 0 ? ~from : from) + 1) / 2.0;
    }
}

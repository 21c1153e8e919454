using System.Buffers.Binary;
using Waybill.EventPatterns.Matching;
using Waybill.EventPatterns.Operators;

namespace Waybill.EventPatterns.Indexing;

/// <summary>A <see cref="FieldIndex"/> in the making: it knows by what an alternative's leaves can be found.</summary>
internal sealed class FieldDraft(KeyNumbers numbers)
{
    private readonly FieldIndex _index = new();
    private readonly Dictionary<byte[], int> _prefixes = new(ByText.Instance);
    private readonly Dictionary<byte[], int> _suffixes = new(ByText.Instance);
    private readonly Dictionary<byte[], int> _foldedPrefixes = new(ByText.Instance);
    private readonly Dictionary<byte[], int> _foldedSuffixes = new(ByText.Instance);
    private readonly Dictionary<NumberRange, int> _ranges = [];
    private readonly Dictionary<(IpAddress Network, int FreeBits), int> _blocks = [];
    private readonly Dictionary<uint, int> _grams = [];
    private readonly Dictionary<uint, int> _gramUses = [];
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
            switch (alternative)
            {
                case Numeric numeric:
                    _rangeEnds.Add(numeric.Range.Low);
                    _rangeEnds.Add(numeric.Range.High);
                    break;
                case Wildcard wildcard:
                    foreach (var gram in Grams(wildcard))
                    {
                        _gramUses[gram] = _gramUses.GetValueOrDefault(gram) + 1;
                    }

                    break;
            }
        }
    }

    /// <summary>No more will be observed.</summary>
    public void EndObserving() => _rangeEnds.Sort();

    /// <summary>The part of the ends of all ranges that lies in this one: a guess at how many of an event's numbers do.</summary>
    public double Share(NumberRange range)
    {
        var from = _rangeEnds.BinarySearch(range.Low);
        var to = _rangeEnds.BinarySearch(range.High);
        return (double)((to < 0 ? ~to : to) - (from < 0 ? ~from : from) + 1) / _rangeEnds.Count;
    }

    /// <summary>The number of the key by which every leaf that the alternative accepts is found, and perhaps others.</summary>
    public int Key(Alternative alternative) => alternative switch
    {
        _ when IsValue(alternative) => AddValue(alternative),
        SameAddress same => AddBlock(same.Address, 0),
        Cidr cidr => AddBlock(cidr.Block, cidr.FreeBits),
        Numeric numeric => Add(_ranges, numeric.Range),
        Prefix { Text.Length: > 0 } prefix => Add(_prefixes, prefix.Text),
        Suffix { Text.Length: > 0 } suffix => Add(_suffixes, Reversed(suffix.Text)),
        EqualsIgnoreCase { Text.IsAscii: true } same => AddValue(ValueKind.FoldedText, same.Text.AsciiStart),
        EqualsIgnoreCase same => FoldedPrefix(same.Text),
        PrefixIgnoreCase prefix => FoldedPrefix(prefix.Text),
        SuffixIgnoreCase suffix when suffix.Text.AsciiEnd is { Length: > 0 } end => Add(_foldedSuffixes, Reversed(end)),
        Wildcard wildcard => Key(wildcard),
        _ => AnyLeaf(),
    };

    /// <summary>Whether the alternative's key says anything about a leaf but that it is there.</summary>
    public static bool HasKey(Alternative alternative) => alternative is not (AnythingBut or Exists);

    public FieldIndex Finish()
    {
        _index.Values.Trim();
        _index.Prefixes = Affixes(_prefixes);
        _index.Suffixes = Affixes(_suffixes);
        _index.FoldedPrefixes = Affixes(_foldedPrefixes);
        _index.FoldedSuffixes = Affixes(_foldedSuffixes);
        _index.Grams = _grams.Count == 0 ? null : new GramIndex(_grams.ToDictionary(gram => gram.Key, gram => numbers.Final(gram.Value)));
        _index.Ranges = _ranges.Count == 0 ? null : new RangeIndex([.. _ranges.Select(Final)]);
        _index.Blocks = _blocks.Count == 0 ? null : new AddressIndex(_blocks.Select(Final));
        _index.Numbers = [.. _numbers.Order()];
        _index.AnyLeaf = _anyLeaf is { } key ? numbers.Final(key) : ValueTable.None;
        return _index;
    }

    private AffixIndex? Affixes(Dictionary<byte[], int> keys) => keys.Count == 0 ? null : new AffixIndex([.. keys.Select(Final)]);

    private KeyValuePair<T, int> Final<T>(KeyValuePair<T, int> key) => new(key.Key, numbers.Final(key.Value));

    private static bool IsValue(Alternative alternative) =>
        alternative is ExactString or ExactNumber or ExactLiteral or ExactToken or Wildcard { Pieces.Count: 1 };

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

    private int FoldedPrefix(FoldedText text) => text.AsciiStart is { Length: > 0 } start ? Add(_foldedPrefixes, start) : AnyLeaf();

    private int Key(Wildcard wildcard)
    {
        var grams = Grams(wildcard);
        if (grams.Count > 0)
        {
            return Add(_grams, grams.MinBy(gram => _gramUses[gram]));
        }

        var (first, last) = (wildcard.Pieces[0], wildcard.Pieces[^1]);
        return first.Length > 0 ? Add(_prefixes, first) : last.Length > 0 ? Add(_suffixes, Reversed(last)) : AnyLeaf();
    }

    private int AnyLeaf() => _anyLeaf ??= numbers.AddOther();

    private int Add<T>(Dictionary<T, int> keys, T key)
        where T : notnull
    {
        if (!keys.TryGetValue(key, out var number))
        {
            keys.Add(key, number = numbers.AddOther());
        }

        return number;
    }

    private static HashSet<uint> Grams(Wildcard wildcard) =>
        [.. wildcard.Pieces.SelectMany(piece => Enumerable.Range(0, Math.Max(0, piece.Length - GramIndex.Length + 1)).Select(at => GramIndex.At(piece, at)))];

    private static byte[] Reversed(byte[] text) => [.. Enumerable.Reverse(text)];

    private sealed class ByText : IEqualityComparer<byte[]>
    {
        public static ByText Instance { get; } = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj)
        {
            var hash = default(HashCode);
            hash.AddBytes(obj);
            return hash.ToHashCode();
        }
    }
}

using System.Runtime.InteropServices;
using Waybill.EventPatterns.Matching;
using Waybill.EventPatterns.Operators;

namespace Waybill.EventPatterns.Indexing;

/// <summary>What to ask of one field, in the making: it knows by what an alternative's leaves can be found.</summary>
/// <param name="field">The field's number.</param>
/// <param name="keys">All keys of the index.</param>
/// <param name="values">The values that conditions name.</param>
internal sealed class FieldDraft(int field, KeyTable keys, ValueNumbers values)
{
    private readonly FieldPlanDraft _plain = new(keys, isPlain: true);
    private readonly Dictionary<int, FieldPlanDraft> _led = [];
    private readonly Dictionary<TextKey, int> _textUses = [];
    private readonly List<double> _rangeEnds = [];
    private bool _hasPlain;
    private bool _hasPlainValues;
    private bool _hasValues;

    /// <summary>Adds the numbers of the values that a condition consists of; none if it is about more than values.</summary>
    public Values AddValues(Condition condition, List<int> numbers)
    {
        var first = numbers.Count;
        if (condition.Alternatives.All(IsValue))
        {
            foreach (var alternative in condition.Alternatives)
            {
                var number = values.Number(field, alternative);
                if (!CollectionsMarshal.AsSpan(numbers)[first..].Contains(number))
                {
                    numbers.Add(number);
                }
            }
        }

        return new Values(first, numbers.Count - first);
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

    /// <summary>The number of the key that stands for a value, so that conditions can be about it.</summary>
    public int AddValue(Alternative alternative)
    {
        _hasValues = true;
        return AddValue(alternative, _plain);
    }

    /// <summary>The number of a key which every leaf that the alternative accepts has, and perhaps other leaves too.</summary>
    public int AddKey(Alternative alternative)
    {
        _hasPlain = true;
        _hasPlainValues |= IsValue(alternative);
        return Key(alternative, _plain);
    }

    /// <summary>The same, of a key that is asked only in events with a leading value.</summary>
    public int AddKey(Alternative alternative, int leadingValue)
    {
        if (!_led.TryGetValue(leadingValue, out var plan))
        {
            _led.Add(leadingValue, plan = new FieldPlanDraft(keys, isPlain: false));
        }

        return Key(alternative, plan);
    }

    private int Key(Alternative alternative, FieldPlanDraft plan) => alternative switch
    {
        _ when IsValue(alternative) => AddValue(alternative, plan),
        SameAddress same => plan.AddBlock(same.Address, 0),
        Cidr cidr => plan.AddBlock(cidr.Block, cidr.FreeBits),
        Numeric numeric => plan.AddRange(numeric.Range),
        _ => BestText(alternative) switch
        {
            null => plan.AddAnyLeaf(),
            { Place: TextPlace.Anywhere, Text: var piece } => plan.AddPiece(piece),
            { } key => plan.AddText(key),
        },
    };

    /// <summary>The number of the key that stands for the one value an alternative accepts.</summary>
    public static int AddValue(Alternative alternative, FieldPlanDraft plan) => alternative switch
    {
        ExactString text => plan.AddText(text.Text),
        Wildcard withoutStar => plan.AddText(withoutStar.Pieces[0]),
        ExactLiteral literal => plan.AddLiteral(literal.Literal),
        ExactToken token => plan.AddToken((ulong)token.Kind),
        _ => plan.AddNumber(((ExactNumber)alternative).Value),
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

    /// <summary>Says what to ask of the field.</summary>
    /// <param name="plans">Where to say so.</param>
    /// <param name="entries">By key: what it leads to.</param>
    public void Finish(AskingPlans plans, ReadOnlySpan<RuleIndex.Entry> entries)
    {
        foreach (var (value, plan) in _led)
        {
            plans.Led(value)[field] = plan.Finish(entries);
        }

        var areValuesApart = _hasValues && !_hasPlainValues;
        plans.Values[field] = areValuesApart ? _plain.Values() : null;
        plans.Plain[field] = _hasPlain ? _plain.Finish(entries, withoutValues: areValuesApart) : null;
    }

    private static bool IsValue(Alternative alternative) =>
        alternative is ExactString or ExactNumber or ExactLiteral or ExactToken or Wildcard { Pieces.Count: 1 };

    /// <summary>Of the texts that every leaf the alternative accepts has, the one that fewest others are found by.</summary>
    private TextKey? BestText(Alternative alternative) => TextKeys(alternative).Select(key => (TextKey?)key).MinBy(key => _textUses[key!.Value]);

    private static bool IsExactAffix(int length) => length is > 0 and <= KeyText.Whole;

    private static TextKey[] TextKeys(Alternative alternative) => alternative switch
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

    /// <summary>How many of the ends of all ranges lie in this one, halved, since each range has two.</summary>
    private double EndsIn(NumberRange range) => (_rangeEnds.BinarySearch(range.High) - _rangeEnds.BinarySearch(range.Low) + 1) / 2.0;
}

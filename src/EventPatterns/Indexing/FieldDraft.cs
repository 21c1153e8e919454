using System.Runtime.InteropServices;
using Waybill.EventPatterns.Operators;
using Waybill.EventPatterns.Parsing;
using Waybill.EventPatterns.Text;

namespace Waybill.EventPatterns.Indexing;

/// <summary>What to ask of one field, in the making: it knows by what an alternative's leaves can be found.</summary>
internal sealed class FieldDraft(int field, KeyTable keys, ValueNumbers values)
{
    private readonly FieldPlanDraft _plain = new(keys, isPlain: true);
    private readonly Dictionary<int, FieldPlanDraft> _inPartitions = [];
    private bool _hasPlain;
    private bool _hasPlainValues;
    private bool _hasValues;

    /// <summary>How frequent what is asked of it may be.</summary>
    public FieldShares Shares { get; } = new();

    /// <summary>Adds the numbers of the values that a condition consists of; none if it is about more than values.</summary>
    public Values AddValues(Condition condition, List<int> numbers)
    {
        var first = numbers.Count;
        if (condition.Alternatives.All(SingleValue.Is))
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

    /// <summary>The number of the key that stands for a value, so that conditions can be about it.</summary>
    public int AddValue(Operator alternative)
    {
        _hasValues = true;
        return SingleValue.AddTo(_plain, alternative);
    }

    /// <summary>The number of a key which every leaf that the alternative accepts has, and perhaps other leaves too.</summary>
    public int AddKey(Operator alternative)
    {
        _hasPlain = true;
        _hasPlainValues |= SingleValue.Is(alternative);
        return Key(alternative, _plain);
    }

    /// <summary>The same, of a key that is asked only in events of a partition.</summary>
    public int AddKey(Operator alternative, int partition)
    {
        if (!_inPartitions.TryGetValue(partition, out var plan))
        {
            _inPartitions.Add(partition, plan = new FieldPlanDraft(keys, isPlain: false));
        }

        return Key(alternative, plan);
    }

    private int Key(Operator alternative, FieldPlanDraft plan) => alternative switch
    {
        _ when SingleValue.Is(alternative) => SingleValue.AddTo(plan, alternative),
        SameAddress same => plan.AddBlock(same.Address, 0),
        Cidr cidr => plan.AddBlock(cidr.Block, cidr.FreeBits),
        Numeric numeric => plan.AddRange(numeric.Range),
        _ => Shares.BestText(alternative) switch
        {
            null => plan.AddAnyLeaf(),
            { Place: TextPart.Anywhere, Text: var piece } => plan.AddPiece(piece),
            { } key => plan.AddText(key),
        },
    };

    /// <summary>Whether the leaves found by the alternative's key are those it accepts.</summary>
    public static bool IsFoundExactly(Operator alternative) => SingleValue.Is(alternative) || alternative switch
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
    public void Finish(AskingPlans plans, ReadOnlySpan<RuleIndex.Entry> entries)
    {
        foreach (var (partition, plan) in _inPartitions)
        {
            plans.InPartition(partition)[field] = plan.Finish(entries);
        }

        var areValuesApart = _hasValues && !_hasPlainValues;
        plans.Values[field] = areValuesApart ? _plain.Values() : null;
        plans.Plain[field] = _hasPlain ? _plain.Finish(entries, withoutValues: areValuesApart) : null;
    }

    private static bool IsExactAffix(int length) => length is > 0 and <= KeyText.Whole;
}

using System.Runtime.InteropServices;
using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Operators;
using Waybill.EventPatterns.Parsing;

namespace Waybill.EventPatterns.Indexing;

/// <summary>
/// Guesses in what part of events something is found in a field, from what rules ask of that field: they are about values that events have.
/// </summary>
internal sealed class FieldShares
{
    // As if so much more had been asked, so that the only thing asked of a field is not taken for what every event has.
    private const double Unseen = 8;

    // What an index finds without its being right costs more than what it finds exactly.
    private const double OperatorPenalty = 2;

    private const int MostSamples = 512;

    private readonly List<(Operator Value, int Uses)> _values = [];
    private readonly Dictionary<TextKey, int> _textUses = [];
    private readonly Dictionary<TextKey, double> _textShares = [];
    private readonly List<double> _rangeEnds = [];
    private int _uses;
    private int _usedOnce;

    // What is asked for once stands for the values that nobody asked for yet: so large a part of events has one that was (Good, "The
    // population frequencies of species", 1953).
    private double Coverage => (_uses - _usedOnce + Unseen) / (_uses + Unseen);

    /// <summary>Takes note of a value that conditions name.</summary>
    public void AddValue(Operator value, int uses)
    {
        _values.Add((value, uses));
        AddUses(uses);
    }

    /// <summary>Takes note of a condition that is about more than values.</summary>
    public void AddCondition(Condition condition, int uses)
    {
        AddUses(uses);
        foreach (var alternative in condition.Alternatives)
        {
            if (alternative is Numeric { Range: var range })
            {
                _rangeEnds.Add(range.Low);
                _rangeEnds.Add(range.High);
            }

            foreach (var key in TextKey.Of(alternative))
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_textUses, key, out _) += uses;
            }
        }
    }

    /// <summary>No more will be added.</summary>
    public void Finish()
    {
        _rangeEnds.Sort();
        foreach (var (key, uses) in _textUses)
        {
            _textShares[key] = Math.Max(OfOperator(uses), OfSamples(key.IsIn));
        }
    }

    /// <summary>The part of events that has a value which so many conditions name.</summary>
    public double OfValue(int uses) => uses * Coverage / (_uses + Unseen);

    /// <summary>The part of events that an alternative which so many conditions have is found in.</summary>
    public double Of(Operator alternative, int uses) => Math.Max(OfOperator(uses), alternative switch
    {
        Numeric numeric => Math.Max(OfRange(numeric.Range), OfSamples(numeric.Matches)),
        SameAddress or Cidr => OfSamples(alternative.Matches),
        _ when SingleValue.Is(alternative) => OfSamples(alternative.Matches),
        _ => BestText(alternative) is { } key ? _textShares[key] : 1,
    });

    /// <summary>Of the texts that every leaf the alternative accepts has, the rarest.</summary>
    public TextKey? BestText(Operator alternative) =>
        TextKey.Of(alternative).Select(key => (TextKey?)key).MinBy(key => _textShares[key!.Value]);

    private void AddUses(int uses)
    {
        _uses += uses;
        _usedOnce += uses == 1 ? 1 : 0;
    }

    private double OfOperator(int uses) => OperatorPenalty * OfValue(uses);

    /// <summary>The part of the other ranges' ends that lie in this one.</summary>
    private double OfRange(NumberRange range) =>
        (_rangeEnds.BinarySearch(range.High) - _rangeEnds.BinarySearch(range.Low) - 1) / (_rangeEnds.Count + Unseen);

    /// <summary>The part of the values that rules name, for many of them of some.</summary>
    private double OfSamples(ValueTest isFound)
    {
        double found = 0, all = Unseen;
        var step = Math.Max(1, (_values.Count + MostSamples - 1) / MostSamples);
        for (var sample = 0; sample < _values.Count; sample += step)
        {
            var (value, uses) = _values[sample];
            all += uses;
            found += isFound(SingleValue.Of(value)) ? uses : 0;
        }

        return found / all;
    }

    private delegate bool ValueTest(in LeafValue value);
}

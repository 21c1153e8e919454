using Waybill.EventPatterns.Matching;

namespace Waybill.EventPatterns.Indexing;

/// <summary>Numbers from one to another, either end included or not.</summary>
internal readonly record struct NumberRange(double Low, bool LowIncluded, double High, bool HighIncluded);

/// <summary>Finds the ranges a number lies in, in time that grows with their count's logarithm and with what is found.</summary>
/// <remarks>
/// The ends of all ranges cut the numbers into slots: the ends themselves and the gaps between them. A segment tree over the slots
/// (de Berg et al., "Computational Geometry", chapter 10) has each range at the few nodes that make it up; a number's ranges are those on the way up from its slot.
/// </remarks>
internal sealed class RangeIndex
{
    private readonly double[] _ends;
    private readonly int _slots;
    private readonly int[] _starts;
    private readonly int[] _numbers;

    private readonly int _firstNode;

    /// <param name="ranges">The ranges, each with its number.</param>
    /// <param name="firstNode">A number from which on the index's nodes have numbers of their own, in all fields.</param>
    public RangeIndex(IReadOnlyCollection<KeyValuePair<NumberRange, int>> ranges, int firstNode)
    {
        _firstNode = firstNode;
        _ends = [.. ranges.SelectMany(range => new[] { range.Key.Low, range.Key.High }).Distinct().Order()];
        _slots = (2 * _ends.Length) + 1;
        var nodes = ranges.SelectMany(range => Nodes(range.Key).Select(node => (Node: node, Number: range.Value))).OrderBy(entry => entry.Node).ToArray();
        _numbers = Array.ConvertAll(nodes, entry => entry.Number);
        _starts = new int[(2 * _slots) + 1];
        foreach (var (node, _) in nodes)
        {
            _starts[node + 1]++;
        }

        for (var node = 1; node < _starts.Length; node++)
        {
            _starts[node] += _starts[node - 1];
        }
    }

    /// <summary>Whether a number from one to another may lie in a range.</summary>
    public bool MayHave(double from, double to)
    {
        var slot = Slot(from);
        if (slot != Slot(to))
        {
            return true;
        }

        for (var node = slot + _slots; node > 0; node >>= 1)
        {
            if (_starts[node] < _starts[node + 1])
            {
                return true;
            }
        }

        return false;
    }

    public int NodeCount => 2 * _slots;

    /// <summary>Asks for the keys of all ranges the number lies in, unless they were asked for before.</summary>
    public void Ask(double number, uint tag, int leaf, MatchState match)
    {
        for (var node = Slot(number) + _slots; node > 0 && match.IsFirstVisit(_firstNode + node); node >>= 1)
        {
            for (var i = _starts[node]; i < _starts[node + 1]; i++)
            {
                match.Ask(new KeyText((ulong)_numbers[i], 0, tag), leaf);
            }
        }
    }

    private IEnumerable<int> Nodes(NumberRange range)
    {
        var from = Slot(range.Low) + (range.LowIncluded ? 0 : 1) + _slots;
        var to = Slot(range.High) + (range.HighIncluded ? 1 : 0) + _slots;
        for (; from < to; from >>= 1, to >>= 1)
        {
            if ((from & 1) == 1)
            {
                yield return from++;
            }

            if ((to & 1) == 1)
            {
                yield return --to;
            }
        }
    }

    /// <summary>An end has an odd slot, the gap before it the even one before.</summary>
    private int Slot(double number)
    {
        var index = Array.BinarySearch(_ends, number);
        return index >= 0 ? (2 * index) + 1 : 2 * ~index;
    }
}

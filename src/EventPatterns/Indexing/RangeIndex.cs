using System.Runtime.InteropServices;
using Waybill.EventPatterns.Operators;

namespace Waybill.EventPatterns.Indexing;

/// <summary>Finds the ranges a number lies in, in time that grows with their count's logarithm and with what is found.</summary>
/// <remarks>
/// The ends of all ranges cut the numbers into slots: the ends themselves and the gaps between them. A segment tree over the slots
/// (de Berg et al., "Computational Geometry", chapter 10) has each range at the few nodes that make it up; a number's ranges are those on
/// the way up from its slot.
/// </remarks>
internal sealed class RangeIndex
{
    private readonly double[] _ends;
    private readonly int _slots;
    private readonly int[] _starts;
    private readonly Reachable[] _ranges;

    /// <summary>Makes an index of ranges, each with the number of its key; by key, what that leads to.</summary>
    public RangeIndex(IReadOnlyCollection<KeyValuePair<NumberRange, int>> ranges, ReadOnlySpan<RuleIndex.Entry> entries)
    {
        _ends = [.. ranges.SelectMany(range => new[] { range.Key.Low, range.Key.High }).Distinct().Order()];
        _slots = (2 * _ends.Length) + 1;
        var nodes = ranges.SelectMany(range => Nodes(range.Key), (range, node) => (Node: node, Key: range.Value))
            .OrderBy(entry => entry.Node).ToArray();
        _ranges = new Reachable[nodes.Length];
        _starts = new int[(2 * _slots) + 1];
        for (var i = 0; i < nodes.Length; i++)
        {
            _ranges[i] = new Reachable(nodes[i].Key, entries[nodes[i].Key]);
            _starts[nodes[i].Node + 1]++;
        }

        for (var node = 1; node < _starts.Length; node++)
        {
            _starts[node] += _starts[node - 1];
        }
    }

    /// <summary>Whether a number from one to another may lie in a range whose key was not reached yet.</summary>
    public bool MayFindMore(double from, double to, KeyQuestions questions)
    {
        var slot = Slot(from);
        if (slot != Slot(to))
        {
            return true;
        }

        for (var node = slot + _slots; node > 0; node >>= 1)
        {
            for (var i = _starts[node]; i < _starts[node + 1]; i++)
            {
                if (!questions.IsFound(_ranges[i].Key))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Reaches the keys of all ranges the number lies in, unless they were reached before.</summary>
    public void Find(double number, KeyQuestions questions)
    {
        for (var node = Slot(number) + _slots; node > 0; node >>= 1)
        {
            for (var i = _starts[node]; i < _starts[node + 1]; i++)
            {
                ref readonly var range = ref _ranges[i];
                questions.Reach(range.Key, range.Entry);
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
        // Without a branch to guess: how many ends are less.
        var (less, rest) = (0, _ends.Length);
        while (rest > 0)
        {
            var half = (rest + 1) / 2;
            less += (_ends[less + half - 1] < number ? 1 : 0) * half;
            rest -= half;
        }

        return (2 * less) + (less < _ends.Length && _ends[less] == number ? 1 : 0);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Reachable(int Key, RuleIndex.Entry Entry);
}

using Waybill.EventPatterns.Events;

namespace Waybill.EventPatterns.Matching;

/// <summary>The element of each array that the leaves taken so far lie in.</summary>
internal sealed class ElementBindings(EventLeaves leaves)
{
    private const int Unbound = -1;

    // By array: the bound element.
    private int[] _bound = [];
    private readonly Grown<int> _arrays = new();

    public int Count => _arrays.Count;

    /// <summary>The arrays bound, in the order in which they were.</summary>
    public ReadOnlySpan<int> Arrays => _arrays.Span;

    /// <summary>The element an array is bound to.</summary>
    public int this[int array] => _bound[array];

    /// <summary>Forgets everything, and makes room for the arrays of the event.</summary>
    public void Clear()
    {
        if (_bound.Length < leaves.ArrayCount)
        {
            _bound = new int[Math.Max(leaves.ArrayCount, _bound.Length * 2)];
            Array.Fill(_bound, Unbound);
            _arrays.Clear();
        }

        UndoTo(0);
    }

    /// <summary>Binds every array around this element.</summary>
    /// <returns>Whether one was not bound before.</returns>
    public bool Bind(int element)
    {
        var before = _arrays.Count;
        for (; element != EventLeaves.Whole; element = leaves.Element(element).Parent)
        {
            var array = leaves.Element(element).Array;
            if (_bound[array] != Unbound)
            {
                continue;
            }

            _bound[array] = element;
            _arrays.Add(array);
        }
        return _arrays.Count > before;
    }

    public void UndoTo(int count)
    {
        for (; _arrays.Count > count; _arrays.Count--)
        {
            _bound[_arrays[_arrays.Count - 1]] = Unbound;
        }
    }

    /// <summary>The index, from <paramref name="from"/> on, of the first leaf that contradicts no binding; the list's length if none.</summary>
    public int FirstConsistent(ReadOnlySpan<int> candidates, int from)
    {
        while (from < candidates.Length)
        {
            var conflict = Conflict(leaves[candidates[from]].Element);
            if (conflict == EventLeaves.Whole)
            {
                return from;
            }

            from = SkipPast(candidates, from, conflict);
        }
        return from;
    }

    /// <summary>The outermost element around that is not the one its array is bound to; the whole event if there is none.</summary>
    private int Conflict(int element)
    {
        var conflict = EventLeaves.Whole;
        for (; element != EventLeaves.Whole; element = leaves.Element(element).Parent)
        {
            var bound = _bound[leaves.Element(element).Array];
            if (bound != Unbound && bound != element)
            {
                conflict = element;
            }
        }
        return conflict;
    }

    /// <summary>Leaves are in the order of the event, so everything up to the bound element, or else up to the array's end, is wrong too.</summary>
    private int SkipPast(ReadOnlySpan<int> candidates, int from, int conflict)
    {
        var array = leaves.Element(conflict).Array;
        var bound = leaves.Element(_bound[array]);
        var target = bound.Index > leaves.Element(conflict).Index ? bound.FirstLeaf : leaves.EndOfArray(array);
        int low = from + 1, high = candidates.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (candidates[middle] < target)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low;
    }
}

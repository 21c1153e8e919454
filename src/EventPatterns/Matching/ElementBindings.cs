using Waybill.EventPatterns.Events;

namespace Waybill.EventPatterns.Matching;

/// <summary>The element of each array that the leaves taken so far lie in.</summary>
internal sealed class ElementBindings
{
    private const int Unbound = -1;

    private readonly EventLeaves _leaves;

    // By array: the bound element.
    private readonly int[] _bound;
    private readonly List<int> _arrays = [];

    public ElementBindings(EventLeaves leaves)
    {
        _leaves = leaves;
        _bound = new int[leaves.ArrayCount];
        Array.Fill(_bound, Unbound);
    }

    public int Count => _arrays.Count;

    /// <summary>The arrays bound, in the order in which they were.</summary>
    public IReadOnlyList<int> Arrays => _arrays;

    /// <summary>The element an array is bound to.</summary>
    public int this[int array] => _bound[array];

    /// <summary>Binds every array around this element.</summary>
    /// <returns>Whether one was not bound before.</returns>
    public bool Bind(int element)
    {
        var before = _arrays.Count;
        for (; element != EventLeaves.Whole; element = _leaves.Element(element).Parent)
        {
            var array = _leaves.Element(element).Array;
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
        for (; _arrays.Count > count; _arrays.RemoveAt(_arrays.Count - 1))
        {
            _bound[_arrays[^1]] = Unbound;
        }
    }

    /// <summary>The index, from <paramref name="from"/> on, of the first leaf that contradicts no binding; the list's length if none.</summary>
    public int FirstConsistent(IReadOnlyList<int> leaves, int from)
    {
        while (from < leaves.Count)
        {
            var conflict = Conflict(_leaves[leaves[from]].Element);
            if (conflict == EventLeaves.Whole)
            {
                return from;
            }

            from = SkipPast(leaves, from, conflict);
        }
        return from;
    }

    /// <summary>The outermost element around that is not the one its array is bound to; the whole event if there is none.</summary>
    private int Conflict(int element)
    {
        var conflict = EventLeaves.Whole;
        for (; element != EventLeaves.Whole; element = _leaves.Element(element).Parent)
        {
            var bound = _bound[_leaves.Element(element).Array];
            if (bound != Unbound && bound != element)
            {
                conflict = element;
            }
        }
        return conflict;
    }

    /// <summary>Leaves are in the order of the event, so everything up to the bound element, or else up to the array's end, is wrong too.</summary>
    private int SkipPast(IReadOnlyList<int> leaves, int from, int conflict)
    {
        var array = _leaves.Element(conflict).Array;
        var bound = _leaves.Element(_bound[array]);
        var target = bound.Index > _leaves.Element(conflict).Index ? bound.FirstLeaf : _leaves.EndOfArray(array);
        int low = from + 1, high = leaves.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (leaves[middle] < target)
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

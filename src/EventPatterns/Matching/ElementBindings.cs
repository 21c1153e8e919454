using System.Numerics;
using System.Runtime.InteropServices;
using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Memory;

namespace Waybill.EventPatterns.Matching;

/// <summary>The element of each array that the leaves taken so far lie in, and the conditions they were taken for.</summary>
internal sealed class ElementBindings(EventLeaves leaves)
{
    // Sets of conditions have a bit for each; the last one stands for all from there on.
    private const int LastBit = 63;

    private readonly Grown<int> _bound = new();
    private readonly Grown<int> _bindable = new();
    private Array[] _arrays = [];

    /// <summary>How many arrays are bound.</summary>
    public int Count => _bound.Count;

    /// <summary>How many more elements may be looked at.</summary>
    public int StepsLeft { get; set; }

    /// <summary>The conditions before one.</summary>
    public static ulong Before(int condition) => condition > LastBit ? ulong.MaxValue : (1UL << condition) - 1;

    /// <summary>The last condition of a set of conditions before one.</summary>
    public static int Latest(ulong conditions, int before) => conditions >> LastBit != 0 ? before - 1 : BitOperations.Log2(conditions);

    /// <summary>Forgets everything, and makes room for the arrays of the event.</summary>
    public void Clear()
    {
        UndoTo(0);
        foreach (var array in _bindable.Span)
        {
            _arrays[array].BindableBy = 0;
        }

        _bindable.Clear();
        if (_arrays.Length < leaves.ArrayCount)
        {
            _arrays = new Array[Math.Max(leaves.ArrayCount, _arrays.Length * 2)];
        }
    }

    /// <summary>Takes note that a condition may bind the arrays around an element.</summary>
    public void MayBind(int element, int condition)
    {
        for (; element != EventLeaves.Whole; element = leaves.Element(element).Parent)
        {
            var number = leaves.Element(element).Array;
            ref var array = ref _arrays[number];
            if ((array.BindableBy & Bit(condition)) != 0)
            {
                return; // and so are those around
            }

            if (array.BindableBy == 0)
            {
                _bindable.Add(number);
            }

            array.BindableBy |= Bit(condition);
        }
    }

    /// <summary>The conditions before one that may bind an array around an element, and so exclude what lies in it.</summary>
    public ulong MayExclude(int element, int before)
    {
        var conditions = 0UL;
        for (; element != EventLeaves.Whole; element = leaves.Element(element).Parent)
        {
            conditions |= _arrays[leaves.Element(element).Array].BindableBy;
            StepsLeft--;
        }

        return conditions & Before(before);
    }

    /// <summary>Binds every array around this element.</summary>
    /// <returns>Whether one was not bound before.</returns>
    public bool Bind(int element, int condition)
    {
        var before = _bound.Count;
        for (; element != EventLeaves.Whole; element = leaves.Element(element).Parent)
        {
            var number = leaves.Element(element).Array;
            ref var array = ref _arrays[number];
            if (array.Element != EventLeaves.Whole)
            {
                break; // and so are those around
            }

            (array.Element, array.BoundBy) = (element, condition);
            _bound.Add(number);
            StepsLeft--;
        }

        return _bound.Count > before;
    }

    public void UndoTo(int count)
    {
        for (; _bound.Count > count; _bound.Count--)
        {
            _arrays[_bound[_bound.Count - 1]].Element = EventLeaves.Whole;
        }
    }

    /// <summary>The index of the first leaf that contradicts no binding; the list's length if there is none or no steps are left.</summary>
    /// <remarks>The conditions whose bindings exclude those before it are added to <paramref name="toBlame"/>.</remarks>
    public int FirstConsistent(ReadOnlySpan<int> candidates, int from, ref ulong toBlame)
    {
        while (from < candidates.Length && StepsLeft > 0)
        {
            var conflict = Conflict(leaves[candidates[from]].Element);
            if (conflict == EventLeaves.Whole)
            {
                return from;
            }

            var array = leaves.Element(conflict).Array;
            toBlame |= Bit(_arrays[array].BoundBy);
            from = SkipPast(candidates, from, leaves.Element(conflict));
        }

        return candidates.Length;
    }

    // Survives: the last bit stands for all behind it, so more conditions only seem to blame.
    private static ulong Bit(int condition) => 1UL << Math.Min(condition, LastBit);

    /// <summary>The outermost element around that is not the one its array is bound to; the whole event if there is none.</summary>
    private int Conflict(int element)
    {
        var conflict = EventLeaves.Whole;
        for (; element != EventLeaves.Whole; element = leaves.Element(element).Parent)
        {
            StepsLeft--;
            var bound = _arrays[leaves.Element(element).Array].Element;
            if (bound == element)
            {
                break; // and so it is with those around
            }

            conflict = bound == EventLeaves.Whole ? conflict : element;
        }

        return conflict;
    }

    /// <summary>Leaves are in the event's order, so all up to the bound element, or else up to the array's end, is wrong too.</summary>
    private int SkipPast(ReadOnlySpan<int> candidates, int from, in ArrayElement conflict)
    {
        StepsLeft--;
        var bound = leaves.Element(_arrays[conflict.Array].Element);
        var target = bound.Index > conflict.Index ? bound.FirstLeaf : leaves.EndOfArray(conflict.Array);
        var rest = candidates[(from + 1)..];
        var next = rest.BinarySearch(target);
        return from + 1 + (next < 0 ? ~next : next);
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Array
    {
        /// <summary>The element it is bound to; the event itself if it is not.</summary>
        public int Element;

        /// <summary>For which condition.</summary>
        public int BoundBy;

        /// <summary>The conditions with a leaf within.</summary>
        public ulong BindableBy;
    }
}

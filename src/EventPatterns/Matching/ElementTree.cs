using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Memory;

namespace Waybill.EventPatterns.Matching;

/// <summary>
/// Finds out whether conditions can hold together without trying anything out, from the innermost array elements to the event itself, if
/// no choice could take two leaves of one condition (PATTERNS.md, "Arrays").
/// </summary>
/// <remarks>
/// Then all leaves of a condition within an element lie directly in it or in one array, so that the arrays of an element share no
/// condition, and each may be fixed to the element in which the most conditions are satisfied; of several the one that is fixed earliest,
/// since what is fixed early can only help the conditions that accept absence. Elements are numbered in the order in which they begin.
/// </remarks>
internal sealed class ElementTree(EventLeaves leaves)
{
    private readonly Grown<int> _touched = new();
    private readonly InnermostFirst _pending = new();
    private ElementNode[] _elements = [];
    private ElementNode[] _arrays = [];

    // What an earlier search has left in the nodes carries its number and does not count.
    private int _search;
    private int _conditions;
    private int _mustBeSatisfied;

    // Of the conditions that do not accept absence, how many are satisfied directly in one element.
    private int _mostSatisfied;

    // The array of all elements so far, unless there are others.
    private int _array;
    private bool _isOneArray;

    /// <summary>Whether there is no choice of leaves for the conditions so far, as far as that is plain to see.</summary>
    public bool IsHopeless => _isOneArray && _mustBeSatisfied == _conditions && _mostSatisfied < _conditions;

    public void Begin()
    {
        if (_elements.Length < leaves.ElementCount || _arrays.Length < leaves.ArrayCount || _search == int.MaxValue)
        {
            _elements = new ElementNode[Math.Max(leaves.ElementCount, _elements.Length * 2)];
            _arrays = new ElementNode[Math.Max(leaves.ArrayCount, _arrays.Length * 2)];
            _search = 0;
        }

        _search++;
        _touched.Clear();
        (_conditions, _mustBeSatisfied, _mostSatisfied) = (0, 0, 0);
        (_array, _isOneArray) = (EventLeaves.None, true);
    }

    /// <summary>Adds the next condition: leaves that satisfy it, one of each element, and all of its field if it accepts absence.</summary>
    public void Add(ReadOnlySpan<int> satisfying, ReadOnlySpan<int> all, bool acceptsAbsence)
    {
        var condition = _conditions++;
        var counted = acceptsAbsence ? 0 : 1;
        _mustBeSatisfied += counted;
        foreach (var leaf in satisfying)
        {
            ref var node = ref Touch(leaves[leaf].Element);
            node.Latest = condition;
            node.FixedBy = Math.Min(node.FixedBy, condition);
            node.Satisfied += counted;
            _mostSatisfied = Math.Max(_mostSatisfied, node.Satisfied);
        }

        foreach (var leaf in all)
        {
            ref var node = ref Touch(leaves[leaf].Element);
            node.InTheWay = Math.Min(node.InTheWay, condition);
            node.IsOut |= node.Latest != condition;
        }
    }

    /// <returns>Whether there is a choice of leaves for all conditions.</returns>
    public bool HasChoice()
    {
        if (_mustBeSatisfied == _conditions && (_isOneArray || _mostSatisfied == _conditions))
        {
            return _mostSatisfied == _conditions;
        }

        _pending.Begin(leaves.ElementCount);
        foreach (var element in _touched.Span)
        {
            _pending.Add(element);
        }

        while (true)
        {
            var element = _pending.Take();
            ref var node = ref _elements[element];
            TakeArrays(ref node);
            if (_pending.Count == 0)
            {
                // Everything lies in this element, and arrays around it have no other.
                return !node.IsOut && node.InTheWay >= node.FixedBy && node.Satisfied == _mustBeSatisfied;
            }

            Offer(node, leaves.Element(element));
        }
    }

    private void TakeArrays(ref ElementNode node)
    {
        for (var number = node.Next; number != EventLeaves.None;)
        {
            ref readonly var array = ref _arrays[number];
            node.Satisfied += array.Satisfied;
            node.FixedBy = Math.Min(node.FixedBy, array.FixedBy);
            node.InTheWay = Math.Min(node.InTheWay, array.InTheWay);
            node.IsOut |= array.InTheWay < array.FixedBy; // any element of an array that is not fixed yet is in the way
            number = array.Next;
        }
    }

    /// <summary>Takes an element for its array if it is better than those before.</summary>
    private void Offer(in ElementNode node, in ArrayElement element)
    {
        ref var array = ref _arrays[element.Array];
        if (array.Search != _search)
        {
            ref var parent = ref _elements[element.Parent];
            if (parent.Search != _search)
            {
                parent = ElementNode.Empty(_search);
                _pending.Add(element.Parent);
            }

            array = ElementNode.Empty(_search);
            array.Next = parent.Next;
            parent.Next = element.Array;
        }

        array.InTheWay = Math.Min(array.InTheWay, node.InTheWay);
        if (!node.IsOut && (node.Satisfied > array.Satisfied || (node.Satisfied == array.Satisfied && node.FixedBy < array.FixedBy)))
        {
            (array.Satisfied, array.FixedBy) = (node.Satisfied, node.FixedBy);
        }
    }

    private ref ElementNode Touch(int element)
    {
        ref var node = ref _elements[element];
        if (node.Search != _search)
        {
            node = ElementNode.Empty(_search);
            var array = leaves.Element(element).Array;
            _isOneArray &= _touched.Count == 0 || array == _array;
            _array = array;
            _touched.Add(element);
        }

        return ref node;
    }
}

using System.Numerics;
using System.Runtime.InteropServices;
using Waybill.EventPatterns.Events;

namespace Waybill.EventPatterns.Matching;

/// <summary>
/// Decides conditions without trying anything out, from the innermost array elements to the event itself, if no choice could take two
/// leaves of one condition (PATTERNS.md, "Arrays").
/// </summary>
/// <remarks>
/// Then all leaves of a condition within an element lie directly in it or in one array, so that the arrays of an element share no
/// condition, and each may be fixed to the element in which the most conditions are satisfied; of several the one that is fixed earliest,
/// since what is fixed early can only help the conditions that accept absence. Elements are numbered in the order in which they begin.
/// </remarks>
internal sealed class ElementTree(EventLeaves leaves)
{
    private const int Never = int.MaxValue;

    private Node[] _elements = [];
    private Node[] _arrays = [];

    // A bit for each element that is to be settled, and how many are set.
    private ulong[] _pending = [];
    private int _pendingCount;
    private int _highest;

    // What an earlier search has left in the nodes carries its number and does not count.
    private int _search;
    private int _conditions;
    private int _mustBeSatisfied;

    public void Begin()
    {
        if (_pending.Length * 64 < leaves.ElementCount || _arrays.Length < leaves.ArrayCount || _search == int.MaxValue)
        {
            _pending = new ulong[(Math.Max(leaves.ElementCount, _elements.Length * 2) / 64) + 1];
            _elements = new Node[_pending.Length * 64];
            _arrays = new Node[Math.Max(leaves.ArrayCount, _arrays.Length * 2)];
            _search = 0;
        }

        _search++;
        (_conditions, _mustBeSatisfied, _pendingCount, _highest) = (0, 0, 0, 0);
    }

    /// <summary>Adds the next condition.</summary>
    /// <param name="satisfying">The leaves that satisfy it, in the order of the event, one for each element.</param>
    /// <param name="all">All leaves of its field in the order of the event, if it accepts absence.</param>
    /// <param name="acceptsAbsence">Whether it does.</param>
    public void Add(ReadOnlySpan<int> satisfying, ReadOnlySpan<int> all, bool acceptsAbsence)
    {
        var condition = _conditions++;
        _mustBeSatisfied += acceptsAbsence ? 0 : 1;
        foreach (var leaf in satisfying)
        {
            ref var node = ref Touch(leaves[leaf].Element);
            node.Latest = condition;
            node.FixedBy = Math.Min(node.FixedBy, condition);
            node.Satisfied += acceptsAbsence ? 0 : 1;
        }

        foreach (var leaf in all)
        {
            ref var node = ref Touch(leaves[leaf].Element);
            node.InTheWay = Math.Min(node.InTheWay, condition);
            node.IsOut |= node.Latest != condition;
        }
    }

    /// <returns>Whether there is a choice of leaves for all conditions.</returns>
    public bool Decide()
    {
        for (var block = _highest / 64; ; block--)
        {
            while (_pending[block] != 0)
            {
                var bit = BitOperations.Log2(_pending[block]);
                _pending[block] ^= 1UL << bit;
                var element = (block * 64) + bit;
                ref var node = ref _elements[element];
                TakeArrays(ref node);
                if (--_pendingCount == 0)
                {
                    // Everything lies in this element, and arrays around it have no other.
                    return !node.IsOut && node.InTheWay >= node.FixedBy && node.Satisfied == _mustBeSatisfied;
                }

                Offer(node, leaves.Element(element));
            }
        }
    }

    private void TakeArrays(ref Node node)
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
    private void Offer(in Node node, in ArrayElement element)
    {
        ref var array = ref _arrays[element.Array];
        if (array.Search != _search)
        {
            ref var parent = ref Touch(element.Parent);
            array = Node.Empty(_search);
            array.Next = parent.Next;
            parent.Next = element.Array;
        }

        array.InTheWay = Math.Min(array.InTheWay, node.InTheWay);
        if (!node.IsOut && (node.Satisfied > array.Satisfied || (node.Satisfied == array.Satisfied && node.FixedBy < array.FixedBy)))
        {
            (array.Satisfied, array.FixedBy) = (node.Satisfied, node.FixedBy);
        }
    }

    private ref Node Touch(int element)
    {
        ref var node = ref _elements[element];
        if (node.Search != _search)
        {
            node = Node.Empty(_search);
            _pending[element / 64] |= 1UL << element;
            _pendingCount++;
            _highest = Math.Max(_highest, element);
        }

        return ref node;
    }

    /// <summary>An element, or an array fixed to one of its elements.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct Node
    {
        public int Search;

        /// <summary>How many of the conditions that do not accept absence are satisfied within.</summary>
        public int Satisfied;

        /// <summary>The first condition that is satisfied within.</summary>
        public int FixedBy;

        /// <summary>The first condition that accepts absence and has a leaf within.</summary>
        public int InTheWay;

        /// <summary>Of an element: the last condition that is satisfied directly in it.</summary>
        public int Latest;

        /// <summary>Of an element: its first array; of an array: the next of the same element.</summary>
        public int Next;

        /// <summary>Of an element: whether a condition says no if its array is fixed to it.</summary>
        public bool IsOut;

        public static Node Empty(int search) =>
            new() { Search = search, FixedBy = Never, InTheWay = Never, Latest = EventLeaves.None, Next = EventLeaves.None };
    }
}

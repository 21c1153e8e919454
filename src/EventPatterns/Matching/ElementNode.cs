using System.Runtime.InteropServices;
using Waybill.EventPatterns.Events;

namespace Waybill.EventPatterns.Matching;

/// <summary>An array's element, or an array fixed to one of its elements, in <see cref="ElementTree"/>.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct ElementNode
{
    /// <summary>The search it is of.</summary>
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

    /// <summary>Nothing is satisfied, and nothing in the way.</summary>
    public static ElementNode Empty(int search) =>
        new() { Search = search, FixedBy = int.MaxValue, InTheWay = int.MaxValue, Latest = EventLeaves.None, Next = EventLeaves.None };
}

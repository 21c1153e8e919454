using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Waybill.EventPatterns.Memory;
using Waybill.EventPatterns.Text;

namespace Waybill.EventPatterns.Events;

/// <summary>A scalar of an event, in a field that some rule uses.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct Leaf
{
    /// <summary>Where its text starts, in the event or, if it had escapes, among the unescaped texts.</summary>
    public int Start;

    public int Length;

    /// <summary>The field it lies in.</summary>
    public int Field;

    /// <summary>The innermost array element it lies in (see <see cref="ArrayElement"/>).</summary>
    public int Element;

    /// <summary>The next leaf of the same field; <see cref="EventLeaves.None"/> after the last.</summary>
    public int Next;

    /// <summary>The next leaf with the same value, as far as rules name that value.</summary>
    public int NextOfValue;

    public LeafKind Kind;
    public bool IsUnescaped;
}

/// <summary>An object or array that is an element of an array: leaves inside it are at that array's index.</summary>
/// <param name="Parent">The element around it; the event itself is element 0.</param>
/// <param name="Array">The array it belongs to; every array of an event has its own number.</param>
/// <param name="Index">Its index there.</param>
/// <param name="FirstLeaf">The first leaf inside it, if there is any; leaves are in the order of the event.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ArrayElement(int Parent, int Array, int Index, int FirstLeaf);

/// <summary>What one event has in the fields that rules use; emptied and filled again for the next event.</summary>
internal sealed class EventLeaves
{
    /// <summary>The element that is the event itself.</summary>
    public const int Whole = 0;

    /// <summary>No leaf.</summary>
    public const int None = -1;

    private readonly Grown<Leaf> _leaves = new();
    private readonly Grown<ArrayElement> _elements = new();
    private readonly Grown<int> _arrayEnds = new();
    private readonly Grown<byte> _unescaped = new();

    public int ArrayCount => _arrayEnds.Count;

    /// <summary>How many elements there are, with the event itself.</summary>
    public int ElementCount => _elements.Count;

    public int Count => _leaves.Count;

    public void Clear()
    {
        _leaves.Clear();
        _arrayEnds.Clear();
        _unescaped.Clear();
        _elements.Clear();
        _elements.Add(new ArrayElement(None, None, 0, 0));
    }

    /// <summary>All leaves, in the order of the event.</summary>
    public Span<Leaf> All => _leaves.Span;

    public ref Leaf this[int leaf] => ref _leaves[leaf];

    public ArrayElement Element(int element) => _elements[element];

    /// <summary>The first leaf after an array's last element.</summary>
    public int EndOfArray(int array) => _arrayEnds[array];

    /// <summary>Whether two elements are, or lie in, different elements of one array, so that no choice takes leaves of both.</summary>
    public bool ExcludeEachOther(int one, int other)
    {
        if (_elements[one].Array == _elements[other].Array)
        {
            return one != other;
        }

        int childOfOne = None, childOfOther = None;
        while (one != other)
        {
            // An element has a higher number than those around it.
            if (one > other)
            {
                (childOfOne, one) = (one, _elements[one].Parent);
            }
            else
            {
                (childOfOther, other) = (other, _elements[other].Parent);
            }
        }

        return childOfOne != None && childOfOther != None && _elements[childOfOne].Array == _elements[childOfOther].Array;
    }

    /// <summary>The bytes a leaf's text lies in.</summary>
    public ReadOnlySpan<byte> Source(in Leaf leaf, ReadOnlySpan<byte> @event) => leaf.IsUnescaped ? _unescaped.Span : @event;

    public LeafValue Value(int leaf, ReadOnlySpan<byte> @event)
    {
        ref var at = ref _leaves[leaf];
        var text = Source(at, @event).Slice(at.Start, at.Length);
        var number = double.NaN;
        if (at.Kind == LeafKind.Number)
        {
            _ = ComparableNumber.TryParse(text, out number);
        }

        return new LeafValue(at.Kind, text, number);
    }

    /// <summary>Adds a scalar.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int field, LeafKind kind, int start, int length, int element) =>
        _leaves.Add(new Leaf { Field = field, Kind = kind, Start = start, Length = length, Element = element });

    /// <summary>Adds a string of the event with its escapes resolved.</summary>
    public void AddUnescaped(int field, ReadOnlySpan<byte> json, int element)
    {
        var start = _unescaped.Count;
        var length = Wtf8.Unescape(json, _unescaped.Reserve(json.Length));
        _unescaped.Count = start + length;
        Add(field, LeafKind.String, start, length, element);
        _leaves[^1].IsUnescaped = true;
    }

    /// <summary>A text of the event with its escapes resolved; until the next call of this or another method.</summary>
    public ReadOnlySpan<byte> Unescaped(ReadOnlySpan<byte> json)
    {
        var text = _unescaped.Reserve(json.Length);
        return text[..Wtf8.Unescape(json, text)];
    }

    public int OpenArray()
    {
        _arrayEnds.Add(int.MaxValue);
        return _arrayEnds.Count - 1;
    }

    public void CloseArray(int array) => _arrayEnds[array] = _leaves.Count;

    public int OpenElement(int parent, int array, int index)
    {
        _elements.Add(new ArrayElement(parent, array, index, _leaves.Count));
        return _elements.Count - 1;
    }
}

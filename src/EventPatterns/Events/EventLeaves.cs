using System.Runtime.InteropServices;

namespace Waybill.EventPatterns.Events;

/// <summary>A scalar of an event, in a field that some rule uses.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where its text starts, in the event or, if it had escapes, among the unescaped texts.</param>
/// <param name="Length">The length of its text.</param>
/// <param name="IsUnescaped">Whether the text is among the unescaped texts.</param>
/// <param name="Number">The value of a comparable number, else NaN.</param>
/// <param name="Element">The innermost array element it lies in (see <see cref="ArrayElement"/>).</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Leaf(ScalarKind Kind, int Start, int Length, bool IsUnescaped, double Number, int Element);

/// <summary>An object or array that is an element of an array: leaves inside it are at that array's index.</summary>
/// <param name="Parent">The element around it; the event itself is element 0.</param>
/// <param name="Array">The array it belongs to; every array of an event has its own number.</param>
/// <param name="Index">Its index there.</param>
/// <param name="FirstLeaf">The first leaf inside it, if there is any; leaves are in the order of the event.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ArrayElement(int Parent, int Array, int Index, int FirstLeaf);

/// <summary>What one event has in the fields that rules use.</summary>
internal sealed class EventLeaves
{
    /// <summary>The element that is the event itself.</summary>
    public const int Whole = 0;

    private readonly List<Leaf> _leaves = [];
    private readonly List<ArrayElement> _elements = [new(-1, -1, 0, 0)];
    private readonly List<int> _arrayEnds = [];
    private readonly Dictionary<int, List<int>> _byField = [];
    private byte[] _unescaped = [];
    private int _unescapedLength;

    /// <summary>The fields that have a leaf.</summary>
    public IReadOnlyCollection<int> Fields => _byField.Keys;

    public int ArrayCount => _arrayEnds.Count;

    public int Count => _leaves.Count;

    /// <summary>The leaves of a field, in the order of the event.</summary>
    public ReadOnlySpan<int> Of(int field) => _byField.TryGetValue(field, out var leaves) ? CollectionsMarshal.AsSpan(leaves) : [];

    public Leaf this[int leaf] => _leaves[leaf];

    public ArrayElement Element(int element) => _elements[element];

    /// <summary>The first leaf after an array's last element.</summary>
    public int EndOfArray(int array) => _arrayEnds[array];

    public Scalar Value(int leaf, ReadOnlySpan<byte> @event)
    {
        var (kind, start, length, isUnescaped, number, _) = _leaves[leaf];
        return new Scalar(kind, (isUnescaped ? _unescaped : @event).Slice(start, length), number);
    }

    public void Add(int field, Leaf leaf)
    {
        if (!_byField.TryGetValue(field, out var leaves))
        {
            _byField.Add(field, leaves = []);
        }

        leaves.Add(_leaves.Count);
        _leaves.Add(leaf);
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

    /// <summary>Keeps a string of the event with its escapes resolved.</summary>
    public (int Start, int Length) Unescape(ReadOnlySpan<byte> json)
    {
        if (_unescaped.Length - _unescapedLength < json.Length)
        {
            Array.Resize(ref _unescaped, Math.Max(_unescaped.Length * 2, _unescapedLength + json.Length));
        }

        var start = _unescapedLength;
        var length = Wtf8.Unescape(json, _unescaped.AsSpan(start));
        _unescapedLength += length;
        return (start, length);
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace Waybill.EventPatterns.Events;

/// <summary>A step of the paths that some rule uses; together they are a tree, and only what is in it is looked at in an event.</summary>
internal sealed class FieldNode
{
    /// <summary>The field of a path that only leads to others.</summary>
    public const int NoField = -1;

    private const byte Dot = (byte)'.';

    // At most a quarter full, so that a key which no rule uses is mostly known by an empty slot.
    private const int SlotsPerKey = 4;

    private readonly byte[] _key;
    private readonly TextWords _words;
    private readonly List<FieldNode> _children = [];
    private FieldNode?[] _slots = [];
    private int _shift;

    public FieldNode()
        : this([])
    {
    }

    private FieldNode(byte[] key)
    {
        _key = key;
        _words = TextWords.Of(key);
    }

    /// <summary>The number of the field with this path, or <see cref="NoField"/>.</summary>
    public int Field { get; private set; } = NoField;

    public int ChildCount => _children.Count;

    /// <summary>Gives the field with this path a number, unless it has one.</summary>
    /// <returns>The field's number.</returns>
    public int Add(ReadOnlySpan<byte> path, int nextField)
    {
        var node = this;
        foreach (var step in path.Split(Dot))
        {
            node = node.Find(path[step]) ?? node.AddChild(path[step].ToArray());
        }

        if (node.Field == NoField)
        {
            node.Field = nextField;
        }

        return node.Field;
    }

    /// <summary>The step with a key that lies in an event; null if no rule asks for anything there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FieldNode? Find(ReadOnlySpan<byte> source, int start, int length)
    {
        if (_slots.Length == 0)
        {
            return null;
        }

        var words = TextWords.Of(source, start, length);
        for (var slot = Slot(words, length); ; slot = (slot + 1) & (_slots.Length - 1))
        {
            var child = _slots[slot];
            if (child is null)
            {
                return null;
            }

            if (child._words == words && child._key.Length == length
                && (length <= TextWords.Whole || source.Slice(start, length).SequenceEqual(child._key)))
            {
                return child;
            }
        }
    }

    /// <summary>Where a key leads that has dots in it: a key with dots is as good as nested ones.</summary>
    public FieldNode? Walk(ReadOnlySpan<byte> key)
    {
        var node = this;
        for (int dot; node is not null && (dot = key.IndexOf(Dot)) >= 0; key = key[(dot + 1)..])
        {
            node = node.Find(key[..dot]);
        }

        return node?.Find(key);
    }

    private FieldNode? Find(ReadOnlySpan<byte> key) => Find(key, 0, key.Length);

    private FieldNode AddChild(byte[] key)
    {
        var child = new FieldNode(key);
        _children.Add(child);
        if (_children.Count * SlotsPerKey > _slots.Length)
        {
            _slots = new FieldNode?[BitOperations.RoundUpToPowerOf2((uint)(_children.Count * SlotsPerKey))];
            _shift = 64 - BitOperations.Log2((uint)_slots.Length);
            _children.ForEach(Place);
        }
        else
        {
            Place(child);
        }

        return child;
    }

    private void Place(FieldNode child)
    {
        var slot = Slot(child._words, child._key.Length);
        while (_slots[slot] is not null)
        {
            slot = (slot + 1) & (_slots.Length - 1);
        }

        _slots[slot] = child;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Slot(TextWords words, int length)
    {
        // Two odd constants without structure (2^64 divided by the golden ratio, and by pi): what differs in any byte differs in the highest bits.
        var mixed = ((words.First * 0x9E3779B97F4A7C15) ^ BitOperations.RotateLeft(words.Last, 29)) + (ulong)length;
        return (int)((mixed * 0x517CC1B727220A95) >> _shift);
    }
}

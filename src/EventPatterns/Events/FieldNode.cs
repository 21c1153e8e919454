using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Waybill.EventPatterns.Events;

/// <summary>A step of the paths that some rule uses; together they are a tree, and only what is in it is looked at in an event.</summary>
internal sealed class FieldNode
{
    /// <summary>The field of a path that only leads to others.</summary>
    public const int NoField = -1;

    private const byte Dot = (byte)'.';

    // At most a quarter full, so that a key which no rule uses is mostly known by an empty slot.
    private const int SlotsPerKey = 4;

    // So many of a key's last bytes decide a first look; before a shorter key lie its quote and what may come before that.
    private const int LookedAt = 3;

    private readonly byte[] _key;
    private readonly List<FieldNode> _children = [];
    private Slot[] _slots = [];
    private int _shift;

    // A bit for each hash of the last bytes of the children's keys.
    private ulong _endings;

    public FieldNode()
        : this([])
    {
    }

    private FieldNode(byte[] key) => _key = key;

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

    /// <summary>The step with a key; null if no rule asks for anything there.</summary>
    public FieldNode? Find(ReadOnlySpan<byte> key)
    {
        var tail = KeyTail.Of(key);
        for (var slot = First(tail); _slots.Length > 0; slot = (slot + 1) & (_slots.Length - 1))
        {
            ref var at = ref _slots[slot];
            if (at.Child is null || (at.Tail == tail && (key.Length <= KeyTail.Whole || key.SequenceEqual(at.Child._key))))
            {
                return at.Child;
            }
        }

        return null;
    }

    /// <summary>Whether the key that ends before the quote at <paramref name="end"/> may be a step; mostly no if it is not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MayHaveKeyBefore(ReadOnlySpan<byte> json, int end) =>
        (_endings & Ending(BinaryPrimitives.ReadUInt32LittleEndian(json[(end - LookedAt - 1)..]) >> 8)) != 0;

    /// <summary>The step with a key of at most <see cref="KeyTail.Whole"/> bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FieldNode? Find(KeyTail key)
    {
        var slots = _slots;
        for (var slot = First(key); ; slot = (slot + 1) & (slots.Length - 1))
        {
            if ((uint)slot >= (uint)slots.Length)
            {
                return null;
            }

            ref var at = ref slots[slot];
            if (at.Tail == key || at.Child is null)
            {
                return at.Child;
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

    private FieldNode AddChild(byte[] key)
    {
        var child = new FieldNode(key);
        _children.Add(child);
        _endings |= Endings(key);
        if (_children.Count * SlotsPerKey > _slots.Length)
        {
            _slots = new Slot[BitOperations.RoundUpToPowerOf2((uint)(_children.Count * SlotsPerKey))];
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
        var tail = KeyTail.Of(child._key);
        var slot = First(tail);
        while (_slots[slot].Child is not null)
        {
            slot = (slot + 1) & (_slots.Length - 1);
        }

        _slots[slot] = new Slot(tail, child);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int First(KeyTail key)
    {
        // Two odd constants without structure (2^64 divided by the golden ratio, and by pi): what differs in any byte differs in the highest bits.
        var mixed = ((key.Last * 0x9E3779B97F4A7C15) ^ BitOperations.RotateLeft(key.First, 29)) + (ulong)key.Length;
        return (int)((mixed * 0x517CC1B727220A95) >> _shift);
    }

    /// <summary>The bits of a key, with all that can lie before it in sound JSON if it is short.</summary>
    private static ulong Endings(ReadOnlySpan<byte> key)
    {
        if (key.Length == 0)
        {
            return ulong.MaxValue;
        }

        Span<byte> ending = stackalloc byte[sizeof(uint)];
        var endings = 0UL;
        foreach (var before in "{, \n\r\t"u8)
        {
            ending.Clear();
            (ending[0], ending[1]) = (before, (byte)'"');
            key[Math.Max(0, key.Length - LookedAt)..].CopyTo(ending[Math.Max(0, LookedAt - key.Length)..]);
            if (key.Length == LookedAt - 1)
            {
                ending[0] = (byte)'"';
            }

            endings |= Ending(BinaryPrimitives.ReadUInt32LittleEndian(ending));
        }

        return endings;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Ending(uint lastBytes) => 1UL << (int)((lastBytes * 0x9E3779B1) >> 26); // 2^32 divided by the golden ratio

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Slot(KeyTail Tail, FieldNode? Child);
}

using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Waybill.EventPatterns.Memory;
using Waybill.EventPatterns.Text;

namespace Waybill.EventPatterns.Events;

/// <summary>Whether the keys of an event's objects are all different and plain; used again for the next event.</summary>
internal sealed class KeysSeen
{
    private static readonly SearchValues<byte> Special = SearchValues.Create(".\\"u8);

    private readonly Grown<uint> _open = new();

    // Keys by a hash of theirs and of their object: two that only look the same make an event not plain, which is slower but not wrong.
    private Slot[] _slots = new Slot[256];
    private long _event;
    private int _count;
    private uint _objects;

    public bool ArePlain { get; private set; }

    /// <summary>Begins with the next event.</summary>
    public void Begin()
    {
        _event++;
        _open.Clear(); // Survives: keeps what an event that is no JSON leaves open from adding up.
        _count = 0;
        _objects = 0;
        ArePlain = true;
    }

    public void Open() => _open.Add(_objects++ << KeyText.LengthBits);

    public void Close() => _open.Count--;

    /// <summary>Adds a key, from its first byte to its closing quote, to the innermost open object.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ReadOnlySpan<byte> json, int start, int end)
    {
        if (!ArePlain)
        {
            return;
        }

        if (++_count * 2 > _slots.Length)
        {
            Grow();
        }

        var key = KeyText.Of(_open[_open.Count - 1], json, start, end - start);
        ref var slot = ref Find(key.Hash());
        ArePlain = slot.Event != _event && !(key.IsLong ? json[start..end].ContainsAny(Special) : IsSpecial(key));
        slot.Event = _event;
    }

    /// <summary>Whether one of a short key's bytes is a dot or a backslash.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsSpecial(in KeyText key)
    {
        var bytes = Vector128.Create(key.First, key.Last).AsByte();
        var special = Vector128.Equals(bytes, Vector128.Create((byte)'.')) | Vector128.Equals(bytes, Vector128.Create((byte)'\\'));
        return special != Vector128<byte>.Zero;
    }

    /// <summary>The slot of a hash, whose event is this one's if it was seen before.</summary>
    private ref Slot Find(ulong hash)
    {
        var slot = (int)hash & (_slots.Length - 1);
        while (_slots[slot].Event == _event && _slots[slot].Hash != hash)
        {
            slot = (slot + 1) & (_slots.Length - 1);
        }

        ref var at = ref _slots[slot];
        if (at.Event != _event)
        {
            at.Hash = hash;
        }

        return ref at;
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new Slot[old.Length * 2];
        foreach (ref readonly var slot in old.AsSpan())
        {
            if (slot.Event == _event)
            {
                Find(slot.Hash).Event = _event;
            }
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Slot
    {
        public ulong Hash;
        public long Event;
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Waybill.EventPatterns.Memory;

/// <summary>What is known of some numbers (of keys, conditions, rules) for one event; small, so that it stays near the processor.</summary>
/// <remarks>Nothing is emptied between events: what was written for an earlier one carries that one's number and does not count.</remarks>
internal sealed class EventMap
{
    /// <summary>Nothing is known.</summary>
    public const int None = -1;

    private Slot[] _slots = new Slot[64];
    private int _shift = 32 - 6;
    private int _event = 1;
    private int _count;

    /// <summary>Begins with the next event.</summary>
    public void Clear()
    {
        _count = 0;
        if (_event++ == int.MaxValue) // Survives: no test has so many events.
        {
            Array.Clear(_slots);
            _event = 1;
        }
    }

    /// <summary>What is known of a number, to be written too; <see cref="None"/> if nothing was.</summary>
    public ref int this[int number]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            ref var at = ref Find(number);
            if (at.Event != _event)
            {
                at = ref Add(number);
            }

            return ref at.Known;
        }
    }

    /// <summary>What is known of a number, or <see cref="None"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Of(int number)
    {
        ref var at = ref Find(number);
        return at.Event == _event ? at.Known : None;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Slot Find(int number)
    {
        var slot = (int)(((uint)number * 0x9E3779B1) >> _shift); // 2^32 divided by the golden ratio
        while (true)
        {
            ref var at = ref _slots[slot];
            if (at.Number == number || at.Event != _event)
            {
                return ref at;
            }

            slot = (slot + 1) & (_slots.Length - 1);
        }
    }

    private ref Slot Add(int number)
    {
        if (++_count * 2 > _slots.Length)
        {
            Grow();
        }

        ref var at = ref Find(number);
        at = new Slot { Event = _event, Number = number, Known = None };
        return ref at;
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new Slot[old.Length * 2];
        _shift = 32 - BitOperations.Log2((uint)_slots.Length);
        foreach (ref readonly var slot in old.AsSpan())
        {
            if (slot.Event == _event)
            {
                Find(slot.Number) = slot;
            }
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Slot
    {
        public int Event;
        public int Number;
        public int Known;
    }
}

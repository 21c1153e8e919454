using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Waybill.EventPatterns.Indexing;

/// <summary>Keys by the hash of what they stand for, and nothing more: small, so that it stays close to the processor.</summary>
/// <remarks>What is found may be another thing with the same hash; since every rule is checked in full, that costs a look and no more.</remarks>
internal sealed class HashedKeys
{
    private const int SlotsPerKey = 2;

    private readonly Slot[] _slots;
    private readonly int _shift;

    public HashedKeys(int count)
    {
        _slots = new Slot[BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, count * SlotsPerKey))];
        _shift = 64 - BitOperations.Log2((uint)_slots.Length);
    }

    /// <param name="hash">A hash, as of <see cref="Hashing"/>.</param>
    /// <param name="key">The key.</param>
    public void Add(ulong hash, int key)
    {
        var slot = Start(hash);
        while (!_slots[slot].IsEmpty)
        {
            slot = (slot + 1) & (_slots.Length - 1);
        }

        _slots[slot] = new Slot(Tag(hash), key + 1);
    }

    /// <summary>Where to look for the keys of a hash.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Start(ulong hash) => (int)(hash >> _shift);

    /// <summary>The next key of the hash, from a place on; that is moved behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryNext(ulong hash, ref int place, out int key)
    {
        while (!_slots[place].IsEmpty)
        {
            var slot = _slots[place];
            place = (place + 1) & (_slots.Length - 1);
            if (slot.Tag == Tag(hash))
            {
                key = slot.KeyPlusOne - 1;
                return true;
            }
        }

        key = default;
        return false;
    }

    /// <summary>The part of the hash that is kept; of the lowest bits little is to be expected.</summary>
    private static uint Tag(ulong hash) => (uint)(hash >> 16);

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Slot(uint Tag, int KeyPlusOne)
    {
        public bool IsEmpty => KeyPlusOne == 0;
    }
}

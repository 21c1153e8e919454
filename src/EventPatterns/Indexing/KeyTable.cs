using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Waybill.EventPatterns.Memory;
using Waybill.EventPatterns.Text;

namespace Waybill.EventPatterns.Indexing;

/// <summary>The keys that are found by their bytes: values, beginnings, ends, texts without regard to case, address blocks.</summary>
/// <remarks>
/// One open table for all fields, so that all that an event asks of it can be looked up together. A key that is not there is mostly
/// known by two bits of a small filter, one that is there by one line of memory, in which what it leads to stands too.
/// </remarks>
internal sealed class KeyTable
{
    private const uint ValueFlag = 1U << KeyText.LengthBits;
    private const int TagShift = KeyText.LengthBits + 1;

    // At most two thirds full; eight bits of the filter a slot.
    private const int SlotsPerKeys = 3, KeysPerSlots = 2, FilterBitsPerSlot = 8;
    private const int LeastSlots = 8;

    // So many of a hash's lowest bits say which bit of a word.
    private const int BitsOfBit = 6;

    private Slot[] _slots = new Slot[LeastSlots];
    private ulong[] _filter = new ulong[LeastSlots * FilterBitsPerSlot / 64];
    private int _shift = 64 - BitOperations.Log2(LeastSlots);
    private byte[] _longTexts = [];
    private int _longTextLength = 1; // so that a long text's place is never zero, and its slot never looks like a short text's
    private int _texts;
    private uint _tags;

    /// <summary>How many keys have a number.</summary>
    public int Count { get; private set; }

    /// <summary>A tag for keys of a kind of their own: the same text under another tag is another key.</summary>
    /// <param name="isValue">Whether they are values, of which a leaf has one.</param>
    public uint NewTag(bool isValue) => (++_tags << TagShift) | (isValue ? ValueFlag : 0);

    /// <summary>A number for a key that is not found here.</summary>
    public int AddOther() => Count++;

    /// <summary>The number of a key (a long one with all its bytes), which is <see cref="Count"/> before the call if it is new.</summary>
    public int Add(in KeyText text, ReadOnlySpan<byte> longText)
    {
        var hash = text.Hash();
        ref var slot = ref Find(text, SlotOf(hash), longText);
        if (slot.Tag != 0)
        {
            return slot.Number;
        }

        if ((_texts + 1) * SlotsPerKeys > _slots.Length * KeysPerSlots)
        {
            Grow();
            slot = ref Find(text, SlotOf(hash), longText);
        }

        _texts++;
        slot = new Slot(text.First, text.IsLong ? ((ulong)Keep(longText) << 32) | text.Last : text.Last, text.Tag, Count, default);
        AddToFilter(hash);
        return Count++;
    }

    /// <summary>Says what each key leads to; no more keys come after this.</summary>
    public void SetEntries(ReadOnlySpan<RuleIndex.Entry> keys)
    {
        foreach (ref var slot in _slots.AsSpan())
        {
            if (slot.Tag != 0)
            {
                slot = slot with { Entry = keys[slot.Number] };
            }
        }

        Array.Resize(ref _longTexts, _longTextLength);
    }

    /// <summary>Whether a key with this hash may be there; mostly no if it is not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MayHave(ulong hash)
    {
        var filter = _filter;
        var bits = FilterBits(hash);
        return (filter[FilterWord(hash, filter)] & bits) == bits;
    }

    /// <summary>Where a key with this hash is looked for first; its memory is asked for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Approach(ulong hash)
    {
        var slot = SlotOf(hash);
        Prefetch.Read(ref _slots[slot]);
        return slot;
    }

    /// <summary>The slot of a key (of a long one with all its bytes), or an empty one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref Slot Find(in KeyText text, int slot, ReadOnlySpan<byte> longText)
    {
        while (true)
        {
            ref var at = ref _slots[slot];
            if (at.Tag == 0 || (at.First == text.First && at.Tag == text.Tag && (at.Last == text.Last || IsSameLong(at, text, longText))))
            {
                return ref at;
            }

            slot = (slot + 1) & (_slots.Length - 1);
        }
    }

    private bool IsSameLong(in Slot slot, in KeyText text, ReadOnlySpan<byte> longText) =>
        // Survives: no test has two long texts of one hash of 64 seeded bits.
        text.IsLong && (uint)slot.Last == text.Last && longText.SequenceEqual(_longTexts.AsSpan((int)(slot.Last >> 32), longText.Length));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int SlotOf(ulong hash) => (int)(hash >> _shift);

    private void AddToFilter(ulong hash) => _filter[FilterWord(hash, _filter)] |= FilterBits(hash);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int FilterWord(ulong hash, ulong[] filter) => (int)(hash >> (2 * BitsOfBit)) & (filter.Length - 1);

    /// <summary>Two bits of a word, so that one look at it says as much as two would.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong FilterBits(ulong hash) => (1UL << (int)hash) | (1UL << (int)(hash >> BitsOfBit));

    private void Grow()
    {
        var old = _slots;
        _slots = new Slot[old.Length * 2];
        _filter = new ulong[_slots.Length * FilterBitsPerSlot / 64];
        _shift--;
        foreach (ref readonly var slot in old.AsSpan())
        {
            if (slot.Tag != 0)
            {
                Place(slot);
            }
        }
    }

    private void Place(in Slot slot)
    {
        var isLong = new KeyText(0, 0, slot.Tag).IsLong;
        var hash = new KeyText(slot.First, isLong ? (uint)slot.Last : slot.Last, slot.Tag).Hash();
        var place = SlotOf(hash);
        while (_slots[place].Tag != 0)
        {
            place = (place + 1) & (_slots.Length - 1);
        }

        _slots[place] = slot;
        AddToFilter(hash);
    }

    private int Keep(ReadOnlySpan<byte> text)
    {
        var start = _longTextLength;
        _longTextLength += text.Length;
        if (_longTextLength > _longTexts.Length)
        {
            Array.Resize(ref _longTexts, Math.Max(_longTextLength, _longTexts.Length * 2));
        }

        text.CopyTo(_longTexts.AsSpan(start));
        return start;
    }

    /// <summary>A key as it lies in the table; 32 bytes, half a line of memory.</summary>
    /// <param name="First">As <see cref="KeyText.First"/>.</param>
    /// <param name="Last">As <see cref="KeyText.Last"/>, with a long text's place in the upper half.</param>
    /// <param name="Tag">As <see cref="KeyText.Tag"/>; zero in an empty slot.</param>
    /// <param name="Number">The key's number.</param>
    /// <param name="Entry">What it leads to.</param>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Slot(ulong First, ulong Last, uint Tag, int Number, RuleIndex.Entry Entry)
    {
        /// <summary>Whether it is a value, of which a leaf has one.</summary>
        public bool IsValue => (Tag & ValueFlag) != 0;
    }
}

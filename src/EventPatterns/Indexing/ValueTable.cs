using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Waybill.EventPatterns.Events;

namespace Waybill.EventPatterns.Indexing;

/// <summary>What a value in a <see cref="ValueTable"/> is; values of different kinds are never the same.</summary>
internal enum ValueKind : byte
{
    Text,

    /// <summary>Text in lower case as far as it is ASCII, for texts that are compared without regard to case.</summary>
    FoldedText,
    Number,

    /// <summary>A number as it is written.</summary>
    Literal,
    Token,
}

/// <summary>The values that rules name in one field, each with a number of its own.</summary>
internal sealed class ValueTable
{
    /// <summary>No such value.</summary>
    public const int None = -1;

    // Two slots a value: half of the values that no rule names are known by an empty slot, most others by the part of the hash in it.
    private const int SlotsPerValue = 2;

    private const ulong Mix = 0x9E3779B97F4A7C15;

    // Nobody outside this process can prepare values that collide.
    private static readonly ulong Seed = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    private Value[] _values = [];
    private byte[] _longTexts = [];
    private int _longTextLength;

    // The upper half of a slot is the value's hash, the lower one its place in _values counted from 1.
    private ulong[] _slots = [];
    private int _shift;

    public int Count { get; private set; }

    /// <summary>The kinds of the values, a bit each.</summary>
    public int Kinds { get; private set; }

    public bool Has(ValueKind kind) => (Kinds & (1 << (int)kind)) != 0;

    /// <summary>The number of a value, which is <paramref name="next"/> if it is new.</summary>
    public int Add(ValueKind kind, ReadOnlySpan<byte> text, int next)
    {
        var known = Find(kind, text, 0, text.Length);
        if (known != None)
        {
            return known;
        }

        Kinds |= 1 << (int)kind;
        if ((Count + 1) * SlotsPerValue > _slots.Length)
        {
            Grow();
        }

        _values[Count] = new Value(TextWords.Of(text), text.Length, kind, KeepLong(text), next);
        Place(Count++, Hash(kind, text, 0, text.Length));
        return next;
    }

    /// <summary>The number of the value whose text lies in an event; <see cref="None"/> if no rule names it.</summary>
    public int Find(ValueKind kind, ReadOnlySpan<byte> source, int start, int length)
    {
        if (_slots.Length == 0)
        {
            return None;
        }

        var hash = Hash(kind, source, start, length);
        for (var slot = (int)(hash >> _shift); ; slot = (slot + 1) & (_slots.Length - 1))
        {
            var entry = _slots[slot];
            if (entry == 0)
            {
                return None;
            }

            if ((uint)(entry >> 32) == (uint)hash)
            {
                ref var value = ref _values[(int)(uint)entry - 1];
                if (value.Length == length && value.Kind == kind && IsSame(value, source, start))
                {
                    return value.Number;
                }
            }
        }
    }

    /// <summary>Gives back the memory kept for more values.</summary>
    public void Trim()
    {
        Array.Resize(ref _values, Count);
        Array.Resize(ref _longTexts, _longTextLength);
    }

    private bool IsSame(in Value value, ReadOnlySpan<byte> source, int start) =>
        value.Words == TextWords.Of(source, start, value.Length)
        && (value.Length <= TextWords.Whole || source.Slice(start, value.Length).SequenceEqual(_longTexts.AsSpan(value.Text, value.Length)));

    /// <summary>The upper bits choose the slot, the lower half is kept in it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Hash(ValueKind kind, ReadOnlySpan<byte> source, int start, int length)
    {
        var words = TextWords.Of(source, start, length);
        var high = Math.BigMul(words.First ^ Seed, words.Last ^ Mix, out var low);
        var hash = high ^ low ^ (((ulong)length << 8) | (ulong)kind);
        return length <= TextWords.Whole ? Finish(hash) : HashMiddle(source.Slice(start, length), hash);
    }

    private static ulong HashMiddle(ReadOnlySpan<byte> text, ulong hash)
    {
        for (var at = sizeof(ulong); at + sizeof(ulong) < text.Length; at += sizeof(ulong))
        {
            var high = Math.BigMul(BinaryPrimitives.ReadUInt64LittleEndian(text[at..]) ^ hash, Mix ^ Seed, out var low);
            hash = high ^ low;
        }

        return Finish(hash);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Finish(ulong hash)
    {
        hash *= Mix;
        return hash ^ (hash >> 32);
    }

    private void Grow()
    {
        var slots = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, (Count + 1) * SlotsPerValue));
        _slots = new ulong[slots];
        _shift = 64 - BitOperations.Log2((uint)slots);
        Array.Resize(ref _values, Math.Max(2, slots / SlotsPerValue));
        for (var i = 0; i < Count; i++)
        {
            Place(i, Hash(_values[i]));
        }
    }

    private ulong Hash(in Value value)
    {
        if (value.Length > TextWords.Whole)
        {
            return Hash(value.Kind, _longTexts, value.Text, value.Length);
        }

        Span<byte> text = stackalloc byte[TextWords.Whole];
        BinaryPrimitives.WriteUInt64LittleEndian(text, value.Words.First);
        if (value.Length >= sizeof(ulong))
        {
            BinaryPrimitives.WriteUInt64LittleEndian(text[(value.Length - sizeof(ulong))..], value.Words.Last);
        }

        return Hash(value.Kind, text, 0, value.Length);
    }

    private void Place(int value, ulong hash)
    {
        var slot = (int)(hash >> _shift);
        while (_slots[slot] != 0)
        {
            slot = (slot + 1) & (_slots.Length - 1);
        }

        _slots[slot] = (hash << 32) | (uint)(value + 1);
    }

    private int KeepLong(ReadOnlySpan<byte> text)
    {
        if (text.Length <= TextWords.Whole)
        {
            return 0;
        }

        var start = _longTextLength;
        _longTextLength += text.Length;
        if (_longTextLength > _longTexts.Length)
        {
            Array.Resize(ref _longTexts, Math.Max(_longTextLength, _longTexts.Length * 2));
        }

        text.CopyTo(_longTexts.AsSpan(start));
        return start;
    }

    /// <param name="Words">The text, if it is short.</param>
    /// <param name="Length">The text's length.</param>
    /// <param name="Kind">What it is.</param>
    /// <param name="Text">Where a long text starts in the long texts.</param>
    /// <param name="Number">The number it was given.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Value(TextWords Words, int Length, ValueKind Kind, int Text, int Number);
}

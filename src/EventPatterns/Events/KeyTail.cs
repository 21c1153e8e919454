using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Waybill.EventPatterns.Events;

/// <summary>
/// The last sixteen bytes of an object's key and its length, all there is to a key of up to <see cref="Whole"/> bytes: taken from before
/// the quote that ends it, most keys are found, compared and hashed without a loop or a branch.
/// </summary>
/// <param name="First">The first eight of the bytes; zeros stand before a shorter key.</param>
/// <param name="Last">The last eight.</param>
/// <param name="Length">The length of the whole key.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct KeyTail(ulong First, ulong Last, int Length)
{
    /// <summary>The length up to which a tail says everything.</summary>
    public const int Whole = 16;

    /// <summary>Sixteen zeros and as many ones: from the n-th byte on it masks all but the last n of sixteen.</summary>
    private static ReadOnlySpan<byte> Masks =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    ];

    public static KeyTail Of(ReadOnlySpan<byte> key)
    {
        Span<byte> tail = stackalloc byte[Whole];
        tail.Clear();
        key[Math.Max(0, key.Length - Whole)..].CopyTo(tail[Math.Max(0, Whole - key.Length)..]);
        return Of(Vector128.Create<byte>(tail), key.Length);
    }

    /// <summary>The key that ends before <paramref name="end"/>, which is the place of a quote.</summary>
    /// <returns>False if it is too long, or too near to the start of the text, to be told by a look at sixteen bytes.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ReadOnlySpan<byte> json, int end, out KeyTail key)
    {
        key = default;
        var start = end - Whole;
        if (start < 0)
        {
            return false;
        }

        var bytes = Vector128.Create(json.Slice(start, Whole));
        var quotes = Vector128.Equals(bytes, Vector128.Create((byte)'"')).ExtractMostSignificantBits();
        var length = System.Numerics.BitOperations.LeadingZeroCount(quotes << Whole);
        key = Of(bytes & Vector128.Create(Masks.Slice(length & (Whole - 1), Whole)), length);
        return quotes != 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static KeyTail Of(Vector128<byte> bytes, int length) => new(bytes.AsUInt64().ToScalar(), bytes.AsUInt64().GetElement(1), length);
}

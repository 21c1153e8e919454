using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Waybill.EventPatterns.Events;

/// <summary>Finds where a string of sound JSON ends.</summary>
internal static class StringEnd
{
    private const byte Quote = (byte)'"', Backslash = (byte)'\\';

    /// <summary>The place of the quote that ends the string whose text starts at <paramref name="start"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Find(ReadOnlySpan<byte> json, int start, out bool hasEscapes)
    {
        if (start + Vector256<byte>.Count <= json.Length)
        {
            var bytes = Vector256.Create(json.Slice(start, Vector256<byte>.Count));
            var isSpecial = Vector256.Equals(bytes, Vector256.Create(Quote)) | Vector256.Equals(bytes, Vector256.Create(Backslash));
            var special = isSpecial.ExtractMostSignificantBits();
            var first = start + BitOperations.TrailingZeroCount(special);
            if (special != 0 && json[first] == Quote)
            {
                hasEscapes = false;
                return first;
            }
        }

        return FindInLong(json, start, out hasEscapes);
    }

    private static int FindInLong(ReadOnlySpan<byte> json, int start, out bool hasEscapes)
    {
        hasEscapes = false;
        while (true)
        {
            start += json[start..].IndexOfAny(Quote, Backslash);
            if (json[start] == Quote)
            {
                return start;
            }

            hasEscapes = true;
            start += 2;
        }
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Waybill.EventPatterns.Events;

/// <summary>64 bytes of JSON as bits, the lowest bit for the first byte.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct JsonBlock
{
    public const int Size = 64;

    private const byte Quote = (byte)'"', Backslash = (byte)'\\', Colon = (byte)':';

    // '[' and '{' differ in one bit, and so do ']' and '}'; no other byte becomes one of these with that bit set.
    private const byte BracketBit = 0x20, OpeningBracket = (byte)'{', ClosingBracket = (byte)'}';

    public ulong Quotes;
    public ulong Backslashes;
    public ulong Colons;
    public ulong Opening;
    public ulong Closing;

    /// <summary>Reads the block that starts at <paramref name="start"/>; past the text's end there is nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read(ReadOnlySpan<byte> json, int start, out JsonBlock block)
    {
        if (start + Size <= json.Length)
        {
            block = Classify(json.Slice(start, Size));
        }
        else
        {
            block = ReadLast(json, start);
        }
    }

    private static JsonBlock ReadLast(ReadOnlySpan<byte> json, int start)
    {
        Span<byte> padded = stackalloc byte[Size];
        padded.Clear();
        json[start..].CopyTo(padded);
        return Classify(padded);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static JsonBlock Classify(ReadOnlySpan<byte> bytes)
    {
        if (Vector512.IsHardwareAccelerated) // Survives: either way says the same on any processor.
        {
            return Classify(Vector512.Create(bytes));
        }

        return Join(Classify(Vector256.Create(bytes)), Classify(Vector256.Create(bytes[32..])));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static JsonBlock Classify(Vector512<byte> bytes)
    {
        var brackets = bytes | Vector512.Create(BracketBit);
        return new JsonBlock
        {
            Quotes = Vector512.Equals(bytes, Vector512.Create(Quote)).ExtractMostSignificantBits(),
            Backslashes = Vector512.Equals(bytes, Vector512.Create(Backslash)).ExtractMostSignificantBits(),
            Colons = Vector512.Equals(bytes, Vector512.Create(Colon)).ExtractMostSignificantBits(),
            Opening = Vector512.Equals(brackets, Vector512.Create(OpeningBracket)).ExtractMostSignificantBits(),
            Closing = Vector512.Equals(brackets, Vector512.Create(ClosingBracket)).ExtractMostSignificantBits(),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static JsonBlock Classify(Vector256<byte> bytes)
    {
        var brackets = bytes | Vector256.Create(BracketBit);
        return new JsonBlock
        {
            Quotes = Vector256.Equals(bytes, Vector256.Create(Quote)).ExtractMostSignificantBits(),
            Backslashes = Vector256.Equals(bytes, Vector256.Create(Backslash)).ExtractMostSignificantBits(),
            Colons = Vector256.Equals(bytes, Vector256.Create(Colon)).ExtractMostSignificantBits(),
            Opening = Vector256.Equals(brackets, Vector256.Create(OpeningBracket)).ExtractMostSignificantBits(),
            Closing = Vector256.Equals(brackets, Vector256.Create(ClosingBracket)).ExtractMostSignificantBits(),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static JsonBlock Join(JsonBlock low, JsonBlock high) => new()
    {
        Quotes = low.Quotes | (high.Quotes << 32),
        Backslashes = low.Backslashes | (high.Backslashes << 32),
        Colons = low.Colons | (high.Colons << 32),
        Opening = low.Opening | (high.Opening << 32),
        Closing = low.Closing | (high.Closing << 32),
    };
}

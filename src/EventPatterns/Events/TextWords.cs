using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Waybill.EventPatterns.Events;

/// <summary>
/// The first and the last eight bytes of a text as numbers: together with its length they are all there is to a text of up to
/// <see cref="Whole"/> bytes, so that most keys and values are compared and hashed without a loop.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextWords(ulong First, ulong Last)
{
    /// <summary>The length up to which the words say everything.</summary>
    public const int Whole = 16;

    private const int Word = sizeof(ulong);

    /// <summary>The words of <paramref name="length"/> bytes of <paramref name="source"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TextWords Of(ReadOnlySpan<byte> source, int start, int length)
    {
        if (length >= Word)
        {
            return new TextWords(Read(source, start), Read(source, start + length - Word));
        }

        return start + Word <= source.Length
            ? new TextWords(Read(source, start) & ((1UL << (8 * length)) - 1), 0)
            : OfEnd(source, start, length);
    }

    public static TextWords Of(ReadOnlySpan<byte> text) => Of(text, 0, text.Length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Read(ReadOnlySpan<byte> source, int start) => BinaryPrimitives.ReadUInt64LittleEndian(source[start..]);

    private static TextWords OfEnd(ReadOnlySpan<byte> source, int start, int length)
    {
        ulong word = 0;
        for (var i = length - 1; i >= 0; i--)
        {
            word = (word << 8) | source[start + i];
        }

        return new TextWords(word, 0);
    }
}

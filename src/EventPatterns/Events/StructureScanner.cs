using System.Numerics;
using System.Runtime.CompilerServices;

namespace Waybill.EventPatterns.Events;

/// <summary>
/// Finds the quotes and brackets of sound JSON, 64 bytes at a time and only as far as it is asked to, with a bit for each byte: so the
/// text between them is never looked at twice, and whole objects are passed by counting bits.
/// </summary>
/// <remarks>The way of simdjson's first stage (Langdale and Lemire, "Parsing Gigabytes of JSON per Second", 2019), made lazy.</remarks>
internal ref struct StructureScanner
{
    private readonly ReadOnlySpan<byte> _json;

    // Where the present block starts, and what of it was not taken yet.
    private int _block;
    private ulong _structure;
    private ulong _opening;
    private ulong _closing;

    // What the next block has to know of those before it: all ones inside a string; one after a backslash that escapes.
    private ulong _inString;
    private ulong _escaped;

    // The end of the last block that had a backslash.
    private int _backslashesUntil;

    public StructureScanner(ReadOnlySpan<byte> json)
    {
        _json = json;
        _block = -JsonBlock.Size;
    }

    /// <summary>The place of the next quote or bracket; the text's length when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next()
    {
        while (_structure == 0)
        {
            if (!NextBlock())
            {
                return _json.Length;
            }
        }

        var place = _block + BitOperations.TrailingZeroCount(_structure);
        _structure &= _structure - 1;
        return place;
    }

    /// <summary>Whether text from <paramref name="start"/> to the present block may hold an escape; no if it surely does not.</summary>
    public readonly bool MayBeEscaped(int start) => start < _backslashesUntil;

    /// <summary>Passes everything up to the bracket that closes an object or array whose opening bracket was the last thing taken.</summary>
    /// <returns>The place of the closing bracket.</returns>
    public int SkipToEnd()
    {
        var depth = 1;
        while (true)
        {
            var (opening, closing) = (_opening & _structure, _closing & _structure);
            var closings = BitOperations.PopCount(closing);
            if (closings >= depth)
            {
                var end = TryFindEnd(opening, closing, ref depth);
                if (end >= 0)
                {
                    return end;
                }
            }
            else
            {
                depth += BitOperations.PopCount(opening) - closings;
            }

            _structure = 0;
            if (!NextBlock())
            {
                return _json.Length;
            }
        }
    }

    private int TryFindEnd(ulong opening, ulong closing, ref int depth)
    {
        for (var brackets = opening | closing; brackets != 0; brackets &= brackets - 1)
        {
            var bracket = brackets & (0 - brackets);
            depth += (opening & bracket) != 0 ? 1 : -1;
            if (depth == 0)
            {
                _structure &= ~(bracket | (bracket - 1));
                return _block + BitOperations.TrailingZeroCount(bracket);
            }
        }

        return -1;
    }

    private bool NextBlock()
    {
        _block += JsonBlock.Size;
        if (_block >= _json.Length)
        {
            _block = _json.Length;
            return false;
        }

        JsonBlock.Read(_json, _block, out var block);
        var escaped = _escaped;
        if ((block.Backslashes | escaped) != 0)
        {
            escaped = Escaped(block.Backslashes);
            _backslashesUntil = _block + JsonBlock.Size;
        }

        var quotes = block.Quotes & ~escaped;
        var inString = PrefixXor(quotes) ^ _inString;
        _inString = (ulong)((long)inString >> 63);
        _opening = block.Opening & ~inString;
        _closing = block.Closing & ~inString;
        _structure = quotes | _opening | _closing;
        return true;
    }

    /// <summary>The bytes that a backslash before them escapes.</summary>
    private ulong Escaped(ulong backslashes)
    {
        var escaped = _escaped;
        _escaped = 0;
        for (; backslashes != 0; backslashes &= backslashes - 1)
        {
            var backslash = backslashes & (0 - backslashes);
            if ((escaped & backslash) == 0)
            {
                escaped |= backslash << 1;
                _escaped = backslash >> 63;
            }
        }

        return escaped;
    }

    /// <summary>Each bit is the parity of the bits up to and with it: between an opening quote and its closing one it is set.</summary>
    private static ulong PrefixXor(ulong bits)
    {
        bits ^= bits << 1;
        bits ^= bits << 2;
        bits ^= bits << 4;
        bits ^= bits << 8;
        bits ^= bits << 16;
        return bits ^ (bits << 32);
    }
}

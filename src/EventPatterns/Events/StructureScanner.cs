using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Waybill.EventPatterns.Memory;

namespace Waybill.EventPatterns.Events;

/// <summary>
/// Finds the colons and brackets of sound JSON, those in strings aside, 64 bytes at a time and only as far as it is asked to, with a bit
/// for each byte: so values that nobody asks for cost nothing of their own, and whole objects are passed by counting bits.
/// </summary>
/// <remarks>
/// The way of simdjson's first stage (Langdale and Lemire, "Parsing Gigabytes of JSON per Second", 2019), made lazy; going by colons is
/// that of Mison (Li et al., "A Fast JSON Parser for Data Analytics", 2017).
/// </remarks>
internal ref struct StructureScanner
{
    // So far ahead memory is asked for: an event was mostly written by another core, or long ago.
    private const int AheadBlocks = 8;

    private readonly ReadOnlySpan<byte> _json;

    // Where the present block starts, and what of it was not taken yet.
    private int _block;
    private ulong _structure;
    private ulong _opening;
    private ulong _closing;

    // What the next block has to know of those before it: all ones inside a string; one after a backslash that escapes.
    private ulong _inString;
    private ulong _escaped;

    public StructureScanner(ReadOnlySpan<byte> json)
    {
        _json = json;
        _block = -JsonBlock.Size;
        for (var ahead = 0; ahead < Math.Min(json.Length, AheadBlocks * JsonBlock.Size); ahead += JsonBlock.Size)
        {
            Prefetch.Read(in json[ahead]);
        }
    }

    /// <summary>The colons and brackets of the present block that were not taken yet; whoever takes some writes the rest back.</summary>
    /// <remarks>So that a loop can keep them in a register: this is what most of reading an event consists of.</remarks>
    public ulong Rest { readonly get => _structure; set => _structure = value; }

    /// <summary>Where the present block starts.</summary>
    public readonly int Block => _block;

    /// <summary>The place of the next colon or bracket; the text's length when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next()
    {
        var rest = _structure;
        if (rest == 0)
        {
            rest = NextRest();
        }

        _structure = rest & (rest - 1);
        return _block + BitOperations.TrailingZeroCount(rest);
    }

    /// <summary>The same of the next block that has any; at the end of the text one bit, for the place behind it.</summary>
    public ulong NextRest()
    {
        do
        {
            if (!NextBlock())
            {
                return 1;
            }
        }
        while (_structure == 0);
        return _structure;
    }

    /// <summary>Passes all up to the bracket that closes the object or array whose opening bracket was the last thing taken.</summary>
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

        Prefetch.Ahead(in _json[_block], AheadBlocks * JsonBlock.Size);
        JsonBlock.Read(_json, _block, out var block);
        var escaped = _escaped;
        if ((block.Backslashes | escaped) != 0)
        {
            escaped = Escaped(block.Backslashes);
        }

        var quotes = block.Quotes & ~escaped;
        var inString = PrefixXor(quotes) ^ _inString;
        _inString = (ulong)((long)inString >> 63);
        _opening = block.Opening & ~inString;
        _closing = block.Closing & ~inString;
        _structure = (block.Colons & ~inString) | _opening | _closing;
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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong PrefixXor(ulong bits)
    {
        if (Pclmulqdq.IsSupported)
        {
            return Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar(bits), Vector128<ulong>.AllBitsSet, 0).ToScalar();
        }

        bits ^= bits << 1;
        bits ^= bits << 2;
        bits ^= bits << 4;
        bits ^= bits << 8;
        bits ^= bits << 16;
        return bits ^ (bits << 32);
    }
}

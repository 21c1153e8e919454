using System.Text;
using Waybill.EventPatterns.Text;

namespace Waybill.EventPatterns.Operators;

/// <summary>
/// Text in either case. Each UTF-16 unit stands for its lower-case or its upper-case form (which may be several characters), the same
/// everywhere in the world; a unit of a surrogate pair has no form and matches nothing.
/// </summary>
internal sealed class FoldedText(string text)
{
    private readonly (byte[] Lower, byte[] Upper)[] _units = [.. text.Select(LetterCase.Forms)];

    /// <summary>Whether it is ASCII: then the texts it stands for are, in lower case, one.</summary>
    public bool IsAscii => Ascii.IsValid(text);

    /// <summary>The ASCII it starts with, in lower case: what it stands for starts so too, in lower case.</summary>
    public byte[] AsciiStart => Lower(text.AsSpan(0, text.TakeWhile(char.IsAscii).Count()));

    /// <summary>The ASCII it ends with, in lower case.</summary>
    public byte[] AsciiEnd => Lower(text.AsSpan(text.Length - text.Reverse().TakeWhile(char.IsAscii).Count()));

    /// <summary>The two forms of each unit; bytes that are not UTF-8 for one that matches nothing.</summary>
    public IReadOnlyList<(byte[] Lower, byte[] Upper)> Units => _units;

    /// <summary>The <c>{"equals-ignore-case": "…"}</c> under <c>prefix</c> or <c>suffix</c>.</summary>
    public static FoldedText ParseNested(PatternNode expression)
    {
        var kind = expression.Key;
        var operand = expression.At(0)
            ?? throw expression.RefuseRead($"{char.ToUpperInvariant(kind[0])}{kind[1..]} expression name not found");
        if (operand.Key is not "equals-ignore-case")
        {
            throw operand.Refuse($"Unsupported {kind} pattern: {operand.Key}");
        }

        if (operand.Kind != NodeKind.String)
        {
            throw operand.Refuse("equals-ignore-case match pattern must be a string");
        }

        return expression.At(1) is { } second
            ? throw second.Refuse("Only one key allowed in match expression")
            : new FoldedText(operand.String);
    }

    private static byte[] Lower(ReadOnlySpan<char> ascii)
    {
        var lower = new byte[ascii.Length];
        Ascii.ToLower(ascii, lower, out _);
        return lower;
    }

    /// <summary>How many bytes at the start of the value this text covers; -1 if the value starts otherwise.</summary>
    public int LengthAtStart(ReadOnlySpan<byte> value)
    {
        var length = 0;
        foreach (var (lower, upper) in _units)
        {
            var rest = value[length..];
            if (rest.StartsWith(lower))
            {
                length += lower.Length;
            }
            else if (rest.StartsWith(upper))
            {
                length += upper.Length;
            }
            else
            {
                return -1;
            }
        }
        return length;
    }

    public bool IsAtEnd(ReadOnlySpan<byte> value)
    {
        for (var i = _units.Length - 1; i >= 0; i--)
        {
            var (lower, upper) = _units[i];
            if (value.EndsWith(lower))
            {
                value = value[..^lower.Length];
            }
            else if (value.EndsWith(upper))
            {
                value = value[..^upper.Length];
            }
            else
            {
                return false;
            }
        }
        return true;
    }
}

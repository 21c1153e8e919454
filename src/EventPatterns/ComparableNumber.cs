using System.Globalization;

namespace Waybill.EventPatterns;

/// <summary>
/// A number has a value that can be compared if a double holds it exactly as written: its decimal value is what the shortest
/// rendering of the nearest double says. All numbers of up to 15 digits are; 9007199254740993 (2^53 + 1) is not.
/// </summary>
internal static class ComparableNumber
{
    private const int AlwaysExactDigits = 15;
    private const int AlwaysExactExponent = 290;

    /// <param name="literal">A JSON number.</param>
    /// <param name="value">Its value; NaN, which compares with nothing, if it is not comparable.</param>
    public static bool TryParse(ReadOnlySpan<byte> literal, out double value)
    {
        Span<byte> digits = stackalloc byte[JsonLimits.NumberLength];
        var (count, exponent) = Normalize(literal, digits);
        value = double.Parse(literal, NumberStyles.Float, CultureInfo.InvariantCulture) + 0.0; // + 0.0 makes -0 zero
        if (count == 0 || (count <= AlwaysExactDigits && Math.Abs(exponent) <= AlwaysExactExponent))
        {
            return true;
        }

        if (double.IsFinite(value) && IsShortest(value, digits[..count], exponent))
        {
            return true;
        }

        value = double.NaN;
        return false;
    }

    private static bool IsShortest(double value, ReadOnlySpan<byte> digits, int exponent)
    {
        Span<byte> text = stackalloc byte[32];
        value.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
        Span<byte> shortest = stackalloc byte[32];
        var (count, shortestExponent) = Normalize(text[..length], shortest);
        return exponent == shortestExponent && digits.SequenceEqual(shortest[..count]);
    }

    /// <summary>Writes the digits without zeros on either side; the value is 0.DIGITS × 10^exponent.</summary>
    private static (int Count, int Exponent) Normalize(ReadOnlySpan<byte> number, Span<byte> digits)
    {
        int count = 0, point = 0, read = 0, leadingZeros = 0;
        var inFraction = false;
        for (; read < number.Length && (number[read] | 0x20) != 'e'; read++)
        {
            var c = number[read];
            if (c == '.')
            {
                inFraction = true;
            }
            else if (char.IsAsciiDigit((char)c))
            {
                point += inFraction ? 0 : 1;
                if (count > 0 || c != '0')
                {
                    digits[count++] = c;
                }
                else
                {
                    leadingZeros++;
                }
            }
        }
        while (count > 0 && digits[count - 1] == '0')
        {
            count--;
        }

        return (count, point - leadingZeros + Exponent(number[read..]));
    }

    /// <summary>The exponent after the <c>e</c>; a huge one is cut to one that is as far beyond every double.</summary>
    private static int Exponent(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return 0;
        }

        var value = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit((char)c))
            {
                value = Math.Min((value * 10) + (c - '0'), 1_000_000);
            }
        }
        return text[1] == '-' ? -value : value;
    }
}

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

    // Powers of ten that a double holds exactly.
    private const int ExactPowers = 22;

    private static readonly double[] PowersOfTen =
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    /// <summary>The value of a number of at most 15 digits and of moderate size, as most are; such a number is comparable.</summary>
    /// <remarks>Exact: the digits and the power of ten are doubles, so that the one operation between them rounds correctly (Clinger, 1990).</remarks>
    public static bool TryParseShort(ReadOnlySpan<byte> literal, out double value)
    {
        var (digits, count, exponent) = Digits(literal);
        value = 0;
        if (count > AlwaysExactDigits || Math.Abs(exponent) > ExactPowers)
        {
            return false;
        }

        value = exponent < 0 ? digits / PowersOfTen[-exponent] : digits * PowersOfTen[exponent];
        value = literal[0] == '-' ? 0.0 - value : value;
        return true;
    }

    /// <summary>Two numbers between which the value and the double nearest to it lie, close together unless it is very large or small.</summary>
    public static (double Low, double High) Bounds(ReadOnlySpan<byte> literal)
    {
        const double RelativeError = 1e-14; // a cut digit, two roundings and Math.Pow, with room to spare
        var (digits, _, exponent) = Digits(literal);
        if (Math.Abs(exponent) > AlwaysExactExponent)
        {
            return (double.NegativeInfinity, double.PositiveInfinity);
        }

        var value = digits * Math.Pow(10, exponent);
        var (low, high) = (value * (1 - RelativeError), value * (1 + RelativeError));
        return literal[0] == '-' ? (-high, -low) : (low, high);
    }

    /// <param name="literal">A JSON number.</param>
    /// <param name="value">Its value; NaN, which compares with nothing, if it is not comparable.</param>
    public static bool TryParse(ReadOnlySpan<byte> literal, out double value)
    {
        if (TryParseShort(literal, out value))
        {
            return true;
        }

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

    /// <summary>The first digits as a whole number, how many digits there are, and the power of ten that belongs to them.</summary>
    private static (double Digits, int Count, int Exponent) Digits(ReadOnlySpan<byte> literal)
    {
        const int Fitting = 18;
        ulong digits = 0;
        int count = 0, exponent = 0, read = literal[0] == '-' ? 1 : 0;
        var inFraction = false;
        for (; read < literal.Length && (literal[read] | 0x20) != 'e'; read++)
        {
            if (literal[read] == '.')
            {
                inFraction = true;
                continue;
            }

            var fits = count < Fitting;
            digits = fits ? (digits * 10) + (ulong)(literal[read] - '0') : digits;
            count += digits > 0 ? 1 : 0;
            exponent += (fits ? 0 : 1) - (inFraction ? 1 : 0);
        }

        return (digits, count, exponent + Exponent(literal[read..]));
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

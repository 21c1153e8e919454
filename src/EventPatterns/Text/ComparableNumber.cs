using System.Globalization;

namespace Waybill.EventPatterns.Text;

/// <summary>
/// A number has a value that can be compared if a double holds it exactly as written: its decimal value is what the shortest
/// rendering of the nearest double says. All numbers of up to 15 digits are; 9007199254740993 (2^53 + 1) is not.
/// </summary>
internal static class ComparableNumber
{
    // Whole numbers below this, times a power of ten that a double holds exactly, are comparable: they have 15 digits at most.
    private const ulong AlwaysExact = 1_000_000_000_000_000;

    // Powers of ten that a double holds exactly.
    private const int ExactPowers = 22;

    private static readonly double[] PowersOfTen =
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    /// <summary>The value of a number of at most 15 digits and of moderate size, as most are; such a number is comparable.</summary>
    /// <remarks>Exact: digits and power of ten are doubles, so the one operation between them rounds correctly (Clinger, 1990).</remarks>
    /// <param name="literal">A JSON number.</param>
    /// <param name="value">The value, if this returns true.</param>
    /// <param name="low">Else a number that is less than or equal to the value and to the double nearest to it.</param>
    /// <param name="high">And one that is greater or equal; the two are close unless the number is very long, large or small.</param>
    public static bool TryParseShort(ReadOnlySpan<byte> literal, out double value, out double low, out double high)
    {
        const double RelativeError = 1e-14; // the digits' and the quotient's rounding, with room to spare
        (low, high) = (double.NegativeInfinity, double.PositiveInfinity);
        value = double.NaN;
        if (!TryReadDigits(literal, out var digits, out var exponent) || Math.Abs(exponent) > ExactPowers)
        {
            return false;
        }

        value = exponent < 0 ? digits / PowersOfTen[-exponent] : digits * PowersOfTen[exponent];
        value = literal[0] == '-' ? 0.0 - value : value;
        var error = Math.Abs(value) * RelativeError; // Survives: wider bounds do too; who asks within them looks at the number itself.
        (low, high) = (value - error, value + error);
        return digits < AlwaysExact; // Survives: with another limit the long way says the same, later.
    }

    /// <summary>The value of a JSON number; NaN, which compares with nothing, if it is not comparable.</summary>
    public static bool TryParse(ReadOnlySpan<byte> literal, out double value)
    {
        if (TryParseShort(literal, out value, out _, out _))
        {
            return true;
        }

        value = double.Parse(literal, NumberStyles.Float, CultureInfo.InvariantCulture) + 0.0; // + 0.0 makes -0 zero
        if (IsShortest(value, literal))
        {
            return true;
        }

        value = double.NaN;
        return false;
    }

    /// <remarks>Digits are enough: the double is the one nearest to the number, so the two are no power of ten apart.</remarks>
    private static bool IsShortest(double value, ReadOnlySpan<byte> literal)
    {
        Span<byte> shortest = stackalloc byte[32];
        if (!double.IsFinite(value) || !value.TryFormat(shortest, out var length, default, CultureInfo.InvariantCulture))
        {
            return false;
        }

        return TryReadDigits(literal, out var digits, out _) && TryReadDigits(shortest[..length], out var shortestDigits, out _)
            ? WithoutZeros(digits) == WithoutZeros(shortestDigits)
            : HasDigitsOf(literal, shortest[..length]);
    }

    /// <summary>The digits as a whole number and the power of ten that belongs to them; not if they may be too many for that.</summary>
    private static bool TryReadDigits(ReadOnlySpan<byte> literal, out ulong digits, out int exponent)
    {
        const int AlwaysFit = 19;
        digits = 0;
        var read = literal[0] == '-' ? 1 : 0;
        var count = -read;
        exponent = 0;
        for (; read < literal.Length && literal[read] - '0' is >= 0 and <= 9 and var digit; read++)
        {
            digits = (digits * 10) + (ulong)digit;
        }

        count += read;
        if (read < literal.Length && literal[read] == '.')
        {
            var point = read++;
            for (; read < literal.Length && literal[read] - '0' is >= 0 and <= 9 and var digit; read++)
            {
                digits = (digits * 10) + (ulong)digit;
            }

            exponent = point + 1 - read;
        }

        count -= exponent;
        exponent += Exponent(literal[read..]);
        return count <= AlwaysFit;
    }

    private static ulong WithoutZeros(ulong digits)
    {
        while (digits > 0 && digits % 10 == 0)
        {
            digits /= 10;
        }

        return digits;
    }

    /// <summary>Whether two numbers, however long, have the same digits.</summary>
    private static bool HasDigitsOf(ReadOnlySpan<byte> number, ReadOnlySpan<byte> other)
    {
        Span<byte> digits = stackalloc byte[JsonLimits.NumberLength];
        Span<byte> otherDigits = stackalloc byte[JsonLimits.NumberLength];
        return digits[..ReadDigits(number, digits)].SequenceEqual(otherDigits[..ReadDigits(other, otherDigits)]);
    }

    /// <summary>Writes the digits without zeros on either side.</summary>
    /// <returns>How many they are.</returns>
    private static int ReadDigits(ReadOnlySpan<byte> number, Span<byte> digits)
    {
        var count = 0;
        foreach (var c in number)
        {
            if ((c | 0x20) == 'e')
            {
                break;
            }

            if (char.IsAsciiDigit((char)c) && (count > 0 || c != '0'))
            {
                digits[count++] = c;
            }
        }

        return digits[..count].TrimEnd((byte)'0').Length;
    }

    /// <summary>The exponent after the <c>e</c>; a huge one is cut to one that is as far beyond every double.</summary>
    private static int Exponent(ReadOnlySpan<byte> text)
    {
        const int Huge = 1_000_000;
        return text.IsEmpty ? 0
            : int.TryParse(text[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)
                ? Math.Clamp(exponent, -Huge, Huge)
            : text[1] == '-' ? -Huge : Huge;
    }
}

using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Waybill.JsonSchemas.Documents;

/// <summary>A JSON number exactly as written: <c>Sign × 0.Digits × 10^Exponent</c>, so that 0.1 + 0.2 surprises nobody.</summary>
/// <remarks>
/// No leading or trailing zeros in <paramref name="Digits"/>, hence equal numbers have equal members; zero has no digits.
/// </remarks>
internal readonly record struct JsonNumber(int Sign, string Digits, long Exponent)
{
    private const int ChunkLength = 18;

    /// <summary>Beyond any exponent that matters; keeps <c>1e999999999999999999</c> from overflowing.</summary>
    private const long LargestExponent = 1_000_000_000_000_000;

    /// <summary>Numbers with more digits before or behind the point are compared, and not reckoned with.</summary>
    private const int MostPlaces = 60;

    public static readonly JsonNumber One = new(1, "1", 1);

    private static readonly JsonNumber Zero = new(0, "", 0);

    public bool IsInteger => Digits.Length <= Exponent || Sign == 0;

    /// <summary>How many digits stand behind the point; null when there are too many digits to reckon with.</summary>
    public int? Decimals =>
        Exponent > MostPlaces || Digits.Length - Exponent > MostPlaces ? null : (int)Math.Max(Digits.Length - Exponent, 0);

    /// <summary>The number times 10 to the power of <paramref name="decimals"/>, which are at least its own.</summary>
    public BigInteger InUnits(int decimals) => Sign == 0 ? BigInteger.Zero
        : Sign * BigInteger.Parse(Digits, CultureInfo.InvariantCulture) * BigInteger.Pow(10, (int)(Exponent - Digits.Length) + decimals);

    public static JsonNumber OfUnits(BigInteger units, int decimals)
    {
        var digits = BigInteger.Abs(units).ToString(CultureInfo.InvariantCulture);
        return units.IsZero ? Zero : new JsonNumber(units.Sign, digits.TrimEnd('0'), digits.Length - decimals);
    }

    /// <summary>The first whole number from this one on, or above it; null when there are too many digits to reckon with.</summary>
    public JsonNumber? FirstWhole(bool isAbove)
    {
        if (Decimals is not { } decimals)
        {
            return null;
        }

        var unit = BigInteger.Pow(10, decimals);
        var whole = BigInteger.DivRem(InUnits(decimals) + (isAbove ? 1 : 0), unit, out var rest);
        return OfUnits(rest.Sign > 0 ? whole + 1 : whole, 0);
    }

    /// <summary>As JSON writes it.</summary>
    public override string ToString()
    {
        var sign = Sign < 0 ? "-" : "";
        return Sign == 0 ? "0"
            : Exponent is > MostPlaces or < -MostPlaces ? $"{sign}{Digits}e{Exponent - Digits.Length}"
            : IsInteger ? sign + Digits.PadRight((int)Exponent, '0')
            : Exponent <= 0 ? $"{sign}0.{new string('0', (int)-Exponent)}{Digits}"
            : $"{sign}{Digits[..(int)Exponent]}.{Digits[(int)Exponent..]}";
    }

    public static JsonNumber Of(JsonElement number)
    {
        var raw = JsonMarshal.GetRawUtf8Value(number);
        var negative = raw[0] == '-';
        var mark = raw.IndexOfAny((byte)'e', (byte)'E');
        var mantissa = raw[(negative ? 1 : 0)..(mark < 0 ? raw.Length : mark)];
        var point = mantissa.IndexOf((byte)'.');
        var whole = point < 0 ? mantissa : mantissa[..point];
        var written = Encoding.ASCII.GetString(whole) + (point < 0 ? "" : Encoding.ASCII.GetString(mantissa[(point + 1)..]));

        var digits = written.TrimStart('0');
        if (digits.Length == 0)
        {
            return Zero;
        }

        var exponent = (mark < 0 ? 0 : ReadExponent(raw[(mark + 1)..])) + whole.Length - (written.Length - digits.Length);
        return new JsonNumber(negative ? -1 : 1, digits.TrimEnd('0'), exponent);
    }

    /// <summary>Negative, zero or positive as this is less than, equal to or greater than <paramref name="other"/>.</summary>
    public int Versus(JsonNumber other)
    {
        if (Sign != other.Sign || Sign == 0)
        {
            return Sign.CompareTo(other.Sign);
        }

        var magnitude = Exponent != other.Exponent ? Exponent.CompareTo(other.Exponent) : string.CompareOrdinal(Digits, other.Digits);
        return Sign * magnitude;
    }

    /// <summary>Whether this is a whole number of times <paramref name="divisor"/>, which is not zero.</summary>
    public bool IsMultipleOf(JsonNumber divisor)
    {
        if (Sign == 0)
        {
            return true;
        }
        // Without trailing zeros the digits have no factor 10 to give away, so a divisor with the larger scale cannot fit.
        var scale = Exponent - Digits.Length - (divisor.Exponent - divisor.Digits.Length);
        if (scale < 0)
        {
            return false;
        }

        var modulus = BigInteger.Parse(divisor.Digits, CultureInfo.InvariantCulture);
        return (Remainder(Digits, modulus) * BigInteger.ModPow(10, scale, modulus) % modulus).IsZero;
    }

    /// <summary>The value as a count of something, at most <see cref="int.MaxValue"/>; null when it is negative or not whole.</summary>
    public int? AsCount()
    {
        if (!IsInteger || Sign < 0)
        {
            return null;
        }

        if (Exponent > 9)
        {
            return int.MaxValue;
        }

        return Sign == 0 ? 0 : int.Parse(Digits.PadRight((int)Exponent, '0'), CultureInfo.InvariantCulture);
    }

    private static BigInteger Remainder(string digits, BigInteger modulus)
    {
        var remainder = BigInteger.Zero;
        for (var i = 0; i < digits.Length; i += ChunkLength)
        {
            var chunk = digits.AsSpan(i, Math.Min(ChunkLength, digits.Length - i));
            remainder = (remainder * BigInteger.Pow(10, chunk.Length) + long.Parse(chunk, CultureInfo.InvariantCulture)) % modulus;
        }

        return remainder;
    }

    private static long ReadExponent(ReadOnlySpan<byte> text)
    {
        var read = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent);
        var tooLarge = text[0] == '-' ? -LargestExponent : LargestExponent;
        return read ? Math.Clamp(exponent, -LargestExponent, LargestExponent) : tooLarge;
    }
}

using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Waybill.JsonSchemas;

/// <summary>A JSON number exactly as written: <c>Sign × 0.Digits × 10^Exponent</c>, so that 0.1 + 0.2 surprises nobody.</summary>
/// <remarks>No leading or trailing zeros in <paramref name="Digits"/>, hence equal numbers have equal members; zero has no digits.</remarks>
internal readonly record struct JsonNumber(int Sign, string Digits, long Exponent)
{
    private const int ChunkLength = 18;

    /// <summary>Beyond any exponent that matters; keeps <c>1e999999999999999999</c> from overflowing.</summary>
    private const long LargestExponent = 1_000_000_000_000_000;

    private static readonly JsonNumber Zero = new(0, "", 0);

    public bool IsInteger => Digits.Length <= Exponent || Sign == 0;

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

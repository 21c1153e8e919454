using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Waybill.JsonSchemas;

namespace Waybill.Catalog.Compatibility.Containment;

/// <summary>One end of a range of numbers.</summary>
internal readonly record struct Limit(JsonNumber Value, bool Exclusive);

/// <summary>What a conjunction says about the numbers in it.</summary>
/// <param name="IsInteger">Whether only whole numbers are in it.</param>
/// <param name="Lower">The tightest lower end; a whole number, and included, where only integers are.</param>
/// <param name="Upper">The tightest upper end, likewise.</param>
/// <param name="Divisors">What each number is a multiple of.</param>
internal sealed record NumberFacts(bool IsInteger, Limit? Lower, Limit? Upper, IReadOnlyList<JsonNumber> Divisors)
{
    /// <summary>Beyond this many digits a bound is kept as it is written.</summary>
    private const long MostDigits = 60;

    private static readonly JsonNumber One = JsonNumber.Of(JsonElement.Parse("1"));

    /// <summary>The least of the whole numbers; null when there is none, or the numbers need not be whole.</summary>
    public BigInteger? Lowest => IsInteger && Lower is { Value.Exponent: <= MostDigits } limit ? Whole(limit.Value) : null;

    public BigInteger? Highest => IsInteger && Upper is { Value.Exponent: <= MostDigits } limit ? Whole(limit.Value) : null;

    public bool IsEmpty => Lower is { } low && Upper is { } high
        && (low.Value.Versus(high.Value) is var order && (order > 0 || (order == 0 && (low.Exclusive || high.Exclusive))));

    public static NumberFacts Of(Conjunction given)
    {
        var divisors = given.Schemas.Select(schema => schema.Number("multipleOf")).OfType<JsonNumber>().Where(divisor => divisor.Sign > 0).ToList();
        var isInteger = given.Schemas.Any(AllowsIntegersOnly) || divisors.Exists(divisor => divisor.IsInteger);
        var lower = Tightest(given, "minimum", "exclusiveMinimum", 1);
        var upper = Tightest(given, "maximum", "exclusiveMaximum", -1);
        return new NumberFacts(isInteger, isInteger ? Rounded(lower, up: true) : lower, isInteger ? Rounded(upper, up: false) : upper, divisors);
    }

    public bool IsAbove(Limit wanted) => Lower is { } limit && IsBeyond(limit, wanted, 1);

    public bool IsBelow(Limit wanted) => Upper is { } limit && IsBeyond(limit, wanted, -1);

    public bool IsMultipleOf(JsonNumber wanted) =>
        Divisors.Any(divisor => divisor.IsMultipleOf(wanted)) || (IsInteger && One.IsMultipleOf(wanted));

    private static bool AllowsIntegersOnly(SchemaNode schema) =>
        KindsOf.Types(schema) is { } types && types.Contains("integer") && !types.Contains("number");

    private static bool IsBeyond(Limit limit, Limit wanted, int sign)
    {
        var order = sign * limit.Value.Versus(wanted.Value);
        return order > 0 || (order == 0 && (limit.Exclusive || !wanted.Exclusive));
    }

    private static Limit? Tightest(Conjunction given, string inclusive, string exclusive, int sign)
    {
        Limit? tightest = null;
        foreach (var schema in given.Schemas)
        {
            foreach (var name in new[] { inclusive, exclusive })
            {
                if (schema.Number(name) is { } value && new Limit(value, name == exclusive) is var limit
                    && (tightest is not { } known || IsBeyond(limit, known, sign)))
                {
                    tightest = limit;
                }
            }
        }

        return tightest;
    }

    /// <summary>The first whole number inside the limit.</summary>
    private static Limit? Rounded(Limit? limit, bool up)
    {
        if (limit is not { } written || written.Value.Exponent > MostDigits || written.Value.Digits.Length > MostDigits)
        {
            return limit;
        }

        var whole = Whole(written.Value);
        var isOutside = !written.Value.IsInteger ? (up ? written.Value.Sign > 0 : written.Value.Sign < 0) : written.Exclusive;
        var rounded = isOutside ? whole + (up ? 1 : -1) : whole;
        return new Limit(JsonNumber.Of(JsonElement.Parse($"{rounded}")), Exclusive: false);
    }

    /// <summary>The number without its fraction.</summary>
    private static BigInteger Whole(JsonNumber number)
    {
        if (number.Sign == 0 || number.Exponent <= 0)
        {
            return BigInteger.Zero;
        }

        var digits = number.Digits.PadRight((int)number.Exponent, '0')[..(int)number.Exponent];
        return number.Sign * BigInteger.Parse(digits, CultureInfo.InvariantCulture);
    }
}

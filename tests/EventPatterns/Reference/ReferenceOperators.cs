using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Waybill.EventPatterns.Tests.Reference;

/// <summary>The alternatives of a condition, each as a function.</summary>
public static class ReferenceOperators
{
    private static readonly Dictionary<char, string> SpecialUpper =
        new[] { "ßSS", "ŉʼN", "ǰJ\u030C", "ﬁFI", "ﬀFF", "ﬆST", "ıI", "ſS", "ᾳΑΙ", "ᾀἈΙ", "ᾈἈΙ" }.ToDictionary(
            entry => entry[0], entry => entry[1..]);

    public static Test Compile(object? alternative) => alternative switch
    {
        JsonObject { Count: 1 } expression => Operator(expression[0].Key, expression[0].Value),
        string text when Address(text) is { } address => value => value is string s && address.Equals(Address(s)),
        JsonObject or JsonArray => throw new RefusedException("not an alternative"),
        _ => Same(alternative),
    };

    private static Test Operator(string name, object? operand) => (name, operand) switch
    {
        ("exactly", string s) => Same(s),
        ("prefix", string s) => Text(value => value.StartsWith(s, StringComparison.Ordinal)),
        ("suffix", string s) => Text(value => value.EndsWith(s, StringComparison.Ordinal)),
        ("prefix", JsonObject o) => Text(Folded(IgnoredCase(o), "^{0}")),
        ("suffix", JsonObject o) => Text(Folded(IgnoredCase(o), "{0}$")),
        ("equals-ignore-case", string s) => Text(Folded(s, "^{0}$")),
        ("wildcard", string s) => Text(ReferenceWildcard.Compile(s)),
        ("exists", true) => _ => true,
        ("exists", false) => ReferencePattern.Absent,
        ("cidr", string s) => Cidr(s),
        ("numeric", JsonArray a) => Numeric(a),
        ("anything-but", JsonObject { Count: 1 } o) => Not(Strings(o[0].Value).Select(s => ButOperator(o[0].Key, s))),
        ("anything-but", JsonArray a) => Not(Homogeneous(a).Select(Same)),
        ("anything-but", string or NumberText) => Not(Homogeneous([operand]).Select(Same)),
        _ => throw new RefusedException("operator"),
    };

    private static Test ButOperator(string name, string operand) =>
        name is "equals-ignore-case" or "wildcard" || (name is "prefix" or "suffix" && operand.Length > 0)
            ? Operator(name, operand)
            : throw new RefusedException("anything-but");

    private static Test Not(IEnumerable<Test> listed)
    {
        var tests = listed.ToList();
        return value => tests.TrueForAll(test => !test(value));
    }

    private static Test Text(Func<string, bool> test) => value => value is string s && test(s);

    private static Test Same(object? wanted) => value => wanted is NumberText a && value is NumberText b
        ? a.Literal == b.Literal || (Comparable(a) is { } x && Comparable(b) is { } y && x.Equals(y))
        : Equals(wanted, value);

    private static string IgnoredCase(JsonObject o) =>
        o is [{ Key: "equals-ignore-case", Value: string s }] ? s : throw new RefusedException("only equals-ignore-case");

    private static List<string> Strings(object? operand) => operand switch
    {
        string s => [s],
        JsonArray { Count: > 0 } a when a.TrueForAll(item => item is string) => [.. a.Cast<string>()],
        _ => throw new RefusedException("strings"),
    };

    private static JsonArray Homogeneous(JsonArray values) =>
        values.Count > 0 && (values.TrueForAll(v => v is string) || values.TrueForAll(v => v is NumberText n && Comparable(n) is not null))
            ? values
            : throw new RefusedException("anything-but");

    private static Func<string, bool> Folded(string text, string frame)
    {
        var units = text.Select(c => char.IsSurrogate(c) ? "(?!)" : $"(?:{Regex.Escape(Lower(c))}|{Regex.Escape(Upper(c))})");
        var pattern = string.Format(CultureInfo.InvariantCulture, frame, string.Concat(units)).Replace("$", "\\z");
        var regex = new Lazy<Regex>(() => new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10)));
        return value => regex.Value.IsMatch(value);
    }

    private static string Upper(char c) => SpecialUpper.GetValueOrDefault(c, char.ToUpperInvariant(c).ToString());

    private static string Lower(char c) => c == 'İ' ? "i\u0307" : char.ToLowerInvariant(c).ToString();

    private static Test Numeric(JsonArray a)
    {
        if (a is not ([string, NumberText] or [string, NumberText, string, NumberText]))
        {
            throw new RefusedException("numeric");
        }

        var first = Side((string)a[0]!, (NumberText)a[1]!);
        if (a.Count == 2)
        {
            return value => value is NumberText n && Comparable(n) is { } v && first(v);
        }

        var isRange = a[0] is ">" or ">=" && a[2] is "<" or "<=" && Value(a[1]) < Value(a[3]);
        var second = isRange ? Side((string)a[2]!, (NumberText)a[3]!) : throw new RefusedException("range");
        return value => value is NumberText n && Comparable(n) is { } v && first(v) && second(v);
    }

    private static double Value(object? number) => Comparable((NumberText)number!) ?? throw new RefusedException("cannot compare");

    private static Func<double, bool> Side(string @operator, NumberText number)
    {
        var limit = Value(number);
        return @operator switch
        {
            "=" => value => value == limit,
            "<" => value => value < limit,
            "<=" => value => value <= limit,
            ">" => value => value > limit,
            ">=" => value => value >= limit,
            _ => throw new RefusedException("operator"),
        };
    }

    /// <summary>The value, if the shortest text of the nearest double says the same number.</summary>
    private static double? Comparable(NumberText number)
    {
        var value = double.Parse(number.Literal, CultureInfo.InvariantCulture);
        return double.IsFinite(value) && Digits(number.Literal) == Digits(value.ToString("R", CultureInfo.InvariantCulture))
            ? value + 0.0
            : null;
    }

    private static (BigInteger Digits, BigInteger Exponent) Digits(string literal)
    {
        var parts = literal.TrimStart('-').Split('e', 'E');
        var point = parts[0].IndexOf('.');
        var exponent = parts.Length > 1 ? BigInteger.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        exponent -= point < 0 ? 0 : parts[0].Length - point - 1;
        var digits = BigInteger.Parse(parts[0].Replace(".", ""), CultureInfo.InvariantCulture);
        for (; !digits.IsZero && digits % 10 == 0; digits /= 10)
        {
            exponent++;
        }

        return (digits, digits.IsZero ? 0 : exponent);
    }

    private static Test Cidr(string text)
    {
        var parts = text.TrimEnd('/').Split('/');
        if (parts.Length != 2 || Address(parts[0]) is not { } block
            || !int.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var bits))
        {
            throw new RefusedException("cidr");
        }

        var size = block.GetAddressBytes().Length * 8;
        if (bits < 0 || bits >= size)
        {
            throw new RefusedException("mask");
        }

        return value => value is string s && Address(s) is { } address && address.AddressFamily == block.AddressFamily
            && Bits(address)[..bits] == Bits(block)[..bits];
    }

    private static string Bits(IPAddress address) =>
        string.Concat(address.GetAddressBytes().Select(b => Convert.ToString(b, 2).PadLeft(8, '0')));

    private static IPAddress? Address(string text)
    {
        if (Regex.IsMatch(text, @"\A[0-9]+(\.[0-9]+){3}\z", RegexOptions.None, TimeSpan.FromSeconds(10)) && text.Length <= 15)
        {
            var parts = text.Split('.').Select(part => long.Parse(part, CultureInfo.InvariantCulture)).ToList();
            return parts.TrueForAll(part => part <= 255) ? new IPAddress(parts.Select(part => (byte)part).ToArray()) : null;
        }
        if (!Regex.IsMatch(text, @"\A[0-9a-fA-F:]*:[0-9a-fA-F:]*\z", RegexOptions.None, TimeSpan.FromSeconds(10)))
        {
            return null;
        }
        // Leading zeros beyond four digits are more than .NET reads.
        var address = Regex.Replace(text, "0+(?=[0-9a-fA-F]{4})", "", RegexOptions.None, TimeSpan.FromSeconds(10));
        return IPAddress.TryParse(address, out var result) ? result.IsIPv4MappedToIPv6 ? result.MapToIPv4() : result : null;
    }
}

using System.Text.Json;

namespace Waybill.EventPatterns.Tests;

/// <summary>Patterns and events from a seed, of few keys and values that resemble each other, so that they nearly match.</summary>
public sealed class RandomPatterns(int seed)
{
    private static readonly string[] Keys = ["a", "b", "a.b", "z", "A", "a-"];

    private static readonly string[] Texts =
    [
        "x", "xy", "xyz", "X", "yx", "", "a*b", "192.0.2.9", "192.0.002.9", "::1", "0:0:0:0:0:0:0:1", "7", "true", "null", "ß", "SS", "ss",
        "é", "É",
        "\n", "ſ", "s", "İ", "i\u0307", "ﬁ", "FI", "x/y/z", "10.1.2.3", "😀", "😀x",
    ];

    private static readonly string[] Numbers =
    [
        "7", "7.0", "70e-1", "0", "-0", "-1", "1e3", "1000", "12345678901234567890", "12345678901234567891", "0.1", "1e400", "5",
        "9007199254740993", "9007199254740992", "3.5",
    ];

    private static readonly string[] Wildcards = ["*", "x*", "*x", "x*y", "*x*y*", "a\\*b", "\\\\*", "*/*", "x", "", "*z", "**", "\\x"];
    private static readonly string[] Blocks =
        ["10.0.0.0/8", "192.0.2.77/28", "192.0.0.0/16", "::/64", "10.1.2.3/31", "0.0.0.0/0", "10.0.0.1/32"];
    private static readonly string[] Literals = ["true", "false", "null"];

    private readonly Random _random = new(seed);

    public string Pattern(int depth = 0) => $"{{{Many(1, 3, () => Member(depth))}}}";

    /// <summary>All the scalars that events are made of, as JSON.</summary>
    public static IReadOnlyList<string> Scalars { get; } =
        [.. Texts.Select(text => JsonSerializer.Serialize(text)), .. Numbers, .. Literals];

    /// <summary>A pattern of one condition, about the field <c>a</c>.</summary>
    public string Condition() => $"{{\"a\":[{Many(1, 3, Alternative)}]}}";

    /// <summary>A spelling of an address, or something like it.</summary>
    public string Address()
    {
        var zeros = new string('0', _random.Next(3));
        var v4 = string.Join('.', Enumerable.Range(0, _random.Next(12) == 0 ? 3 : 4)
            .Select(i => $"{(i == 2 ? zeros : "")}{One("10", "0", "192", "255", "1", "256", "7")}"));
        var v6 = string.Join(':', Enumerable.Range(0, _random.Next(6, 9))
            .Select(i => _random.Next(3) == 0 ? "" : $"{(i == 1 ? zeros : "")}{One("0", "1", "fFfF", "2001", "db8", "8000", "10000")}"));
        return _random.Next(5) switch
        {
            0 => v4,
            1 => v6,
            2 => $"::{One("", "1", "ffff:c000:209", "FFFF:a00:1", "ffff:0:a00:1", "8000:0:0")}",
            3 => $"2001:db8::{One("", ":", "1", "8000:1", "1:2:3:4:5", "1:2:3:4:5:6", "1:2:3:4:5:6:7")}",
            _ => One(
                v4 + ".", "." + v4, v6 + ":", v4 + "/8", "::1%eth0", "10.1.2.3", "10.1.2.2", "192.000.002.064", "0010.1.2.3",
                "000010.001.002.003"),
        };
    }

    public string Block() => _random.Next(2) == 0
        ? $"{_random.Next(256)}.{_random.Next(2)}.0.{_random.Next(256)}/{_random.Next(32)}"
        : $"{One("::", "2001:db8::", "2001:db8::8000:1", "::1", "ffff::", "0:1:0:1:0:1:0:1", "1::")}/{_random.Next(128)}";

    public string Event(int depth = 0) => $"{{{Many(0, 3, () => $"{Quoted(Keys)}:{EventValue(depth + 1)}")}}}";

    private string Member(int depth) => _random.Next(100) switch
    {
        < 12 when depth < 3 => $"\"$or\":[{Many(2, 3, () => Pattern(depth + 1))}]",
        < 35 when depth < 3 => $"{Quoted(Keys)}:{Pattern(depth + 1)}",
        _ => $"{Quoted(Keys)}:[{Many(1, 3, Alternative)}]",
    };

    private string EventValue(int depth) => _random.Next(100) switch
    {
        < 25 when depth < 5 => Event(depth),
        < 50 when depth < 5 => $"[{Many(0, 3, () => EventValue(depth + 1))}]",
        _ => Scalar(),
    };

    public string Alternative() => _random.Next(20) switch
    {
        < 6 => Scalar(),
        6 => $$"""{"prefix":{{Text()}}}""",
        7 => $$"""{"suffix":{{Text()}}}""",
        8 => $$$"""{"prefix":{"equals-ignore-case":{{{Text()}}}}}""",
        9 => $$$"""{"suffix":{"equals-ignore-case":{{{Text()}}}}}""",
        10 => $$"""{"equals-ignore-case":{{Text()}}}""",
        11 => $$"""{"wildcard":{{Quoted(Wildcards)}}}""",
        12 => $$"""{"numeric":["{{One("=", "<", "<=", ">", ">=")}}",{{One(Numbers)}}]}""",
        13 => $$"""{"numeric":["{{One(">", ">=", "<")}}",{{One(Numbers)}},"{{One("<", "<=")}}",{{One(Numbers)}}]}""",
        14 => $$"""{"cidr":{{Quoted(Blocks)}}}""",
        15 or 16 => $$"""{"exists":{{One("true", "false")}}}""",
        17 => $$"""{"anything-but":{{One(Text(), One(Numbers), $"[{Many(1, 3, Text)}]", $"[{Many(1, 3, () => One(Numbers))}]")}}}""",
        18 => $$$"""{"anything-but":{"{{{One("prefix", "suffix", "equals-ignore-case")}}}":{{{One(Text(), $"[{Many(1, 3, Text)}]")}}}}}""",
        _ => $$$"""{"anything-but":{"wildcard":{{{One(Quoted(Wildcards), $"[{Many(1, 3, () => Quoted(Wildcards))}]")}}}}}""",
    };

    public string Scalar() => _random.Next(10) switch
    {
        < 5 => Text(),
        < 8 => One(Numbers),
        _ => One(Literals),
    };

    private string Text() => Quoted(Texts);

    private string Quoted(string[] from) => JsonSerializer.Serialize(One(from));

    private string One(params string[] from) => from[_random.Next(from.Length)];

    private string Many(int least, int most, Func<string> one) =>
        string.Join(',', Enumerable.Range(0, _random.Next(least, most + 1)).Select(_ => one()));
}

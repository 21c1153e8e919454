using static Waybill.EventPatterns.Benchmarks.Sizes.SizeFamily;

namespace Waybill.EventPatterns.Benchmarks.Sizes;

/// <summary>Many fields, deep ones, and such as are written in an odd way.</summary>
/// <remarks>Rules want a field <c>gone</c> too, so that no event is done with before its end.</remarks>
internal static class FieldFamilies
{
    private const int Depth = 950;

    public static IReadOnlyList<SizeFamily> All { get; } =
    [
        new(
            "many fields",
            Fields,
            (_, _) => Times(500, ManyFields),
            (random, bytes) => Filled(bytes, "{", i => $"\"field{i}\":\"v{random.Next(10)}\"", ",", "}")),
        new(
            "deep objects",
            Fields,
            (_, bytes) => Times(40, i => Deep(bytes, i % 2, (i * 23) + 5)),
            (_, bytes) => Filled(bytes, "{", i => $"\"d{i}\":{Spike(bytes)}", ",", "}")),
        new(
            "numbers against ranges",
            Fields,
            (random, _) => Times(500, _ => Range(random)),
            (random, bytes) => Filled(bytes, """{"n":[""", _ => $"{random.Next(100_000) / 100.0}", ",", "]}")),
        new(
            "addresses against blocks",
            Fields,
            (random, _) => Times(500, _ => Block(random)),
            (random, bytes) =>
                Filled(bytes, """{"ip":[""", _ => $"\"10.{random.Next(256)}.{random.Next(256)}.{random.Next(256)}\"", ",", "]}")),
        new(
            "repeated keys",
            Fields,
            (_, _) => Times(100, i => $$$"""{"k":["x{{{i}}}"],"o":{"a":["x{{{i}}}"],"b":["v1"]}}"""),
            (random, bytes) => Filled(bytes, "{", i => RepeatedKey(random, i), ",", "}")),
        new(
            "escaped keys",
            Fields,
            (_, _) => Times(500, ManyFields),
            (random, bytes) => Filled(bytes, "{", i => $"\"f\\u0069\\u0065ld{i}\":\"v{random.Next(10)}\"", ",", "}")),
        new(
            "one path dotted in many ways",
            Fields,
            (_, _) => Times(100, i => $$$$$"""{"a":{"b":{"c":{"d":["x{{{{{i}}}}}"],"e":["v1"]}}}}"""),
            (random, bytes) => Filled(bytes, "{", i => Dotted(random, i), ",", "}")),
    ];

    private static string ManyFields(int i) =>
        $$"""{"field{{i * 7 % 500}}":["v{{i % 10}}"],"field{{i * 11 % 500}}":[{"prefix":"w"}],"gone":[{"exists":false}]}""";

    /// <summary>Objects as deep as may be, which in a small event is not that deep.</summary>
    private static int Levels(int bytes) => Math.Min(Depth, bytes / 14);

    private static string Spike(int bytes) =>
        string.Concat(Enumerable.Repeat("""{"n":""", Levels(bytes))) + "1" + new string('}', Levels(bytes));

    private static string Deep(int bytes, int spike, int level)
    {
        var levels = Math.Min(level, Levels(bytes));
        var open = string.Concat(Enumerable.Repeat("""{"n":""", levels));
        return $$"""{"d{{spike}}":{{open}}["no"]{{new string('}', levels)}},"gone":["x"]}""";
    }

    private static string Range(Random random)
    {
        var low = random.Next(0, 900);
        return $$"""{"n":[{"numeric":[">",{{low}},"<=",{{low + random.Next(1, 100)}}]}],"other":["x"]}""";
    }

    private static string Block(Random random) =>
        $$"""{"ip":[{"cidr":"10.{{random.Next(256)}}.{{random.Next(256)}}.0/{{random.Next(12, 30)}}"}],"other":["x"]}""";

    private static string RepeatedKey(Random random, int i) => (i % 3) switch
    {
        0 => $"\"k\":\"v{random.Next(10)}\"",
        1 => $$"""  "o":{"a":"v{{random.Next(10)}}"} """,
        _ => $$"""  "o":{"b":"v{{random.Next(10)}}"} """,
    };

    private static string Dotted(Random random, int i) => (i % 4) switch
    {
        0 => $$""" "a.b.c":{"d":"v{{random.Next(10)}}"} """,
        1 => $$$""" "a":{"b.c":{"e":"v{{{random.Next(10)}}}"}} """,
        2 => $$""" "a.b":{"c.d":"v{{random.Next(10)}}"} """,
        _ => $$$$""" "a":{"b":{"c":{"d":"v{{{{random.Next(10)}}}}","e":"v2"}}} """,
    };
}

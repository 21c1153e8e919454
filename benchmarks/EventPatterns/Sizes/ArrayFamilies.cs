using static Waybill.EventPatterns.Benchmarks.Sizes.SizeFamily;

namespace Waybill.EventPatterns.Benchmarks.Sizes;

/// <summary>Arrays of objects whose elements hold nearly, but not quite, what a rule wants of one element.</summary>
internal static class ArrayFamilies
{
    private const int Depth = 900;
    private const int Kinds = 50;
    private const int Wide = 20;

    public static IReadOnlyList<SizeFamily> All { get; } =
    [
        new(
            "two fields of one element",
            Arrays,
            (_, _) => Times(Kinds, i => Items($$"""{"k":["k{{i}}"],"v":["v{{i}}"]}""")),
            (random, bytes) => Rows(bytes, _ => Two(random))),
        new(
            "three fields of one element",
            Arrays,
            (_, _) => Times(Kinds, i => Items($$"""{"k":["k{{i}}"],"v":["v{{i}}"],"w":["w{{i}}"]}""")),
            (random, bytes) => Rows(bytes, _ => Three(random))),
        new(
            "twenty fields of one element",
            Arrays,
            (_, _) => Times(Kinds, i => Items($"{{{string.Join(',', Times(Wide, field => $"\"f{field}\":[\"y\",\"x{i}\"]"))}}}")),
            (random, bytes) => Rows(bytes, _ => AllButOne(random))),
        new(
            "arrays in elements",
            Arrays,
            (_, _) => Times(Kinds, i => Items($$$"""{"id":["i{{{i}}}"],"lines":{"k":["k{{{i}}}"],"v":["v{{{i}}}"]}}""")),
            (random, bytes) =>
                Rows(bytes, _ => Filled(200, $$"""{"id":"i{{random.Next(Kinds)}}","lines":[""", _ => Two(random), ",", "]}"))),
        new(
            "branches of $or",
            Arrays,
            (_, _) => [Items($"{{\"$or\":[{string.Join(',', Times(900, Branch))}]}}")],
            (random, bytes) => Rows(bytes, _ => Two(random))),
        new(
            "elements without a field",
            Arrays,
            (_, _) => Times(Kinds, i => Items($$"""{"k":["k{{i}}"],"z":[{"exists":false}]}""")),
            (random, bytes) => Rows(bytes, _ => $$"""{"k":"k{{random.Next(Kinds)}}","z":1}""")),
        new(
            "deep arrays",
            Arrays,
            (_, _) => Times(Kinds, i => Items($$"""{"k":["k{{i}}"],"v":["v{{i}}"]}""")),
            (random, bytes) => Nested(random, bytes)),
        new(
            "many deep arrays",
            Arrays,
            (_, _) => Times(Kinds, i => $$"""{"items":["v{{i}}"],"other":["x"]}"""),
            (random, bytes) =>
                Rows(bytes, _ => $"{new string('[', Levels(bytes))}\"v{random.Next(Kinds)}\"{new string(']', Levels(bytes))}")),
        new(
            "repeated arrays, a field absent",
            Arrays,
            (_, _) => [Items("""{"a":[1],"b":[1],"c":[1],"z":[{"exists":false}]}""")],
            (_, bytes) => Filled(bytes, "{", _ => """ "items":[{"a":1},{"b":1},{"c":1},{"z":1}] """, ",", "}")),
    ];

    private static string Items(string conditions) => $"{{\"items\":{conditions}}}";

    private static string Branch(int i) => $$"""{"k":["k{{i % Kinds}}"],"v":["v{{i % Kinds}}","x{{i}}"]}""";

    private static string Rows(int bytes, Func<int, string> row) => Filled(bytes, """{"items":[""", row, ",", "]}");

    private static (int This, int Another) Different(Random random)
    {
        var kind = random.Next(Kinds);
        return (kind, (kind + random.Next(1, Kinds)) % Kinds);
    }

    private static string Two(Random random)
    {
        var (k, v) = Different(random);
        return $$"""{"k":"k{{k}}","v":"v{{v}}"}""";
    }

    private static string Three(Random random)
    {
        var (k, w) = Different(random);
        return $$"""{"k":"k{{k}}","v":"v{{k}}","w":"w{{w}}"}""";
    }

    private static string AllButOne(Random random)
    {
        var missing = random.Next(Wide);
        return $"{{{string.Join(',', Times(Wide, field => $"\"f{field}\":\"{(field == missing ? 'n' : 'y')}\""))}}}";
    }

    private static int Levels(int bytes) => Math.Min(Depth, bytes / 8);

    /// <summary>All elements lie in one array, and that in as many others as may be.</summary>
    private static string Nested(Random random, int bytes) =>
        Filled(bytes, $$"""{"items":{{new string('[', Levels(bytes))}}""", _ => Two(random), ",", new string(']', Levels(bytes)) + "}");
}

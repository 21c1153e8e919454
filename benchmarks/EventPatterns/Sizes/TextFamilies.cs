using static Waybill.EventPatterns.Benchmarks.Sizes.SizeFamily;

namespace Waybill.EventPatterns.Benchmarks.Sizes;

/// <summary>Long and many texts.</summary>
internal static class TextFamilies
{
    private const string Letters = "abcdefghijklmnoprstuvwz";
    private const int Wanted = 2_000;
    private const int RunLength = 50;

    public static IReadOnlyList<SizeFamily> All { get; } =
    [
        new(
            "many stars, two letters",
            Texts,
            (random, _) => Times(200, _ => Wildcard(Stars(random))),
            (random, bytes) => One(Word(random, "ab", bytes, bytes))),
        new(
            "runs of one letter",
            Texts,
            (_, _) => Times(40, i => Wildcard($"*{Run(RunLength + i + 1)}b*{Run(RunLength)}b*")),
            (_, bytes) => Filled(bytes, Open, _ => Run(RunLength) + "b", "", Close)),
        new(
            "contains a word",
            Texts,
            (_, _) => Words(Wanted).Select(word => Wildcard($"*{word}*")),
            (random, bytes) => Filled(bytes, Open, _ => NearMiss(random), " ", Close)),
        new(
            "one long value, nearly right",
            Texts,
            (_, bytes) => NearlyTheSame(bytes),
            (_, bytes) => One(Run(bytes))),
        new(
            "ignoring case",
            Texts,
            (_, _) => Times(100, IgnoringCase),
            (random, bytes) => Filled(bytes, """{"s":[""", _ => $"\"{Word(random, "aAkKsS", 40, 40)}\"", ",", "]}")),
        new(
            "escapes",
            Texts,
            (random, _) => Times(100, _ => Wildcard($"*{Word(random, "éèü", 12, 12)}*")),
            (random, bytes) => Filled(bytes, Open, _ => $"\\u00{Word(random, "ef", 1, 1)}{random.Next(10)}", "", Close)),
        new(
            "many values, starts and ends",
            Texts,
            (random, _) => Times(1_000, i => StartOrEnd(random, i)),
            (random, bytes) => Filled(bytes, """{"s":[""", _ => $"\"{Word(random, "abc", 12, 12)}\"", ",", "]}")),
    ];

    private const string Open = """{"s":" """;
    private const string Close = """ "}""";

    private static string One(string value) => $$"""{"s":"{{value}}"}""";

    private static string Wildcard(string wildcard) => $$"""{"s":[{"wildcard":"{{wildcard}}"}]}""";

    private static string Run(int length) => new('a', length);

    private static string Word(Random random, string letters, int least, int most) =>
        string.Create(random.Next(least, most + 1), (random, letters), (text, from) => from.random.GetItems<char>(from.letters, text));

    /// <summary>Short pieces are found everywhere, the long one hardly ever.</summary>
    private static string Stars(Random random) =>
        $"*{string.Join('*', Times(random.Next(3, 8), i => Word(random, "ab", 1, 6)))}*{Word(random, "ab", 20, 30)}*a*b";

    private static List<string> Words(int count)
    {
        var random = new Random(count);
        return [.. Times(count, i => Word(random, Letters, 5, 9))];
    }

    private static readonly List<string> Near = [.. Words(Wanted).Select(word => word[..^1] + "y")];

    private static string NearMiss(Random random) => Near[random.Next(Near.Count)];

    private static IEnumerable<string> NearlyTheSame(int bytes) =>
    [
        $$"""{"s":["{{Run(bytes - 1)}}b"]}""",
        $$"""{"s":[{"prefix":"{{Run(bytes - 1)}}b"}]}""",
        $$"""{"s":[{"suffix":"b{{Run(bytes - 1)}}"}]}""",
        $$"""{"s":[{"equals-ignore-case":"{{Run(bytes - 1)}}b"}]}""",
        $$"""{"s":[{"anything-but":"{{Run(bytes)}}"}]}""",
        $$"""{"s":[{"wildcard":"*b{{Run(bytes / 2)}}"}]}""",
    ];

    private static string IgnoringCase(int i) => (i % 3) switch
    {
        0 => $$"""{"s":[{"equals-ignore-case":"{{Word(new Random(i), "aks", 40, 40)}}"}]}""",
        1 => $$$"""{"s":[{"prefix":{"equals-ignore-case":"{{{Word(new Random(i), "aks", 10, 10)}}}"}}]}""",
        _ => $$$"""{"s":[{"suffix":{"equals-ignore-case":"{{{Word(new Random(i), "aks", 10, 10)}}}"}}]}""",
    };

    private static string StartOrEnd(Random random, int i) =>
        $$"""{"s":[{"{{(i % 2 == 0 ? "prefix" : "suffix")}}":"{{Word(random, "abc", 8, 10)}}d"}]}""";
}

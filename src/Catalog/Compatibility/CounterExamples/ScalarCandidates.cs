using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Waybill.Catalog.Compatibility.CounterExamples;

/// <summary>Numbers and strings at the edges of what is said of a place.</summary>
internal static class ScalarCandidates
{
    private const int LongestText = 5_000;
    private const int MostSamples = 8;

    private static readonly string[] NumberKeywords = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];
    private static readonly decimal[] Offsets = [0m, 1m, -1m, 0.5m, -0.5m];
    private static readonly string[] Usual = ["0", "1", "-1", "1.5", "0.001", "7", "100", "-100", "1000000", "-1000000", "1e15"];

    private static readonly string[] Texts =
    [
        "a", "", "abc", "ABC", "0", "12", "é", "a b", "2026-01-31", "2026-01-31T12:00:00Z", "12:00:00Z", "a@b.example", "https://a.example/b",
        "00000000-0000-4000-8000-000000000000",
    ];

    public static IEnumerable<string> Numbers(Place place)
    {
        var written = place.Speakers.SelectMany(speaker => NumberKeywords.Select(speaker.Keyword)).OfType<JsonElement>()
            .Where(value => value.ValueKind == JsonValueKind.Number).ToList();
        var near = written.Where(value => value.TryGetDecimal(out var number) && Math.Abs(number) < 1e15m).Select(value => value.GetDecimal())
            .SelectMany(number => Offsets.Select(offset => number + offset).Append(number * 2).Append(number * 3))
            .Select(number => number.ToString(CultureInfo.InvariantCulture));
        return near.Concat(written.Select(value => value.GetRawText())).Concat(Usual);
    }

    public static IEnumerable<string> Strings(Place place)
    {
        var samples = place.Speakers.Select(speaker => speaker.Text("pattern")).OfType<string>().Distinct(StringComparer.Ordinal)
            .SelectMany(pattern => PatternSamples.Of(pattern).Take(MostSamples)).ToList();
        var lengths = place.Around("minLength", "maxLength").Where(length => length <= LongestText).ToList();
        var stretched = samples.SelectMany(sample => lengths.Select(length => Stretch(sample, length)));
        var plain = lengths.SelectMany(length => new[] { new string('a', length), new string('A', length), new string('7', length) });
        return samples.Concat(stretched).Concat(plain).Concat(Texts).Select(Json);
    }

    public static string Json(string text) => JsonSerializer.Serialize(text, CompatibilityJson.Default.String);

    /// <summary>The text with its last character repeated, or cut, to a length in code points of the plain kind.</summary>
    private static string Stretch(string text, int length) => text.Length >= length ? text[..length] : new StringBuilder(text).Append(text.LastOrDefault('a'), length - text.Length).ToString();
}

using System.Text.Json.Nodes;
using Waybill.Local.Logs.Patterns;
using Waybill.Local.Tests.Metrics;

namespace Waybill.Local.Tests.Logs;

/// <summary>Patterns and what they match, in <c>filter-patterns.json</c>.</summary>
public sealed class FilterPatternTests
{
    private static readonly JsonArray Cases = TestApi.Cases("Logs", "filter-patterns.json");

    public static TheoryData<string, string, bool> Matches()
    {
        var data = new TheoryData<string, string, bool>();
        foreach (var (message, one) in All().Where(one => one.Pattern["error"] is null))
        {
            data.Add((string)one["pattern"]!, message, (bool)one["matches"]!);
        }

        return data;
    }

    public static TheoryData<string, string> Errors()
    {
        var data = new TheoryData<string, string>();
        foreach (var (_, one) in All().Where(one => one.Pattern["error"] is not null))
        {
            data.Add((string)one["pattern"]!, (string)one["error"]!);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Matches))]
    public void A_pattern_matches_as_in_AWS(string pattern, string message, bool matches) =>
        Assert.Equal(matches, FilterPattern.Parse(pattern).Matches(message));

    [Theory]
    [MemberData(nameof(Errors))]
    public void A_text_that_is_no_pattern_is_refused_where_it_is_wrong(string pattern, string error) => Assert.Contains(
        error, Assert.Throws<FilterPatternException>(() => FilterPattern.Parse(pattern)).Message, StringComparison.Ordinal);

    [Fact]
    public void Deep_parentheses_are_refused() => Assert.Contains(
        "more than 100 parentheses",
        Assert.Throws<FilterPatternException>(() => FilterPattern.Parse("{" + new string('(', 1000) + "}")).Message,
        StringComparison.Ordinal);

    private static IEnumerable<(string Message, JsonNode Pattern)> All() =>
        from source in Cases
        from one in source!["patterns"]!.AsArray()
        select ((string)source["message"]!, one);
}

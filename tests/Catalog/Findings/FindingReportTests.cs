using System.Text.Json;
using Waybill.Catalog.Findings;

namespace Waybill.Catalog.Tests.Findings;

public sealed class FindingReportTests
{
    private static readonly Finding Unheard = new(
        Severity.Error, "routing/unheard-event", "events-catalog/a b.mdx", "/waybill", 7, "not heard:\n100 %",
        "a subscription");

    private static readonly Finding Odd = new(Severity.Note, "reading/unknown-type", "functions/A.cs", null, null, "a type");

    [Fact]
    public void Is_text_with_the_worst_first_and_the_counts_last() => Assert.Equal(
        """
        events-catalog/a b.mdx:7 /waybill: error routing/unheard-event: not heard:
        100 %; allowed: a subscription
        functions/A.cs: note reading/unknown-type: a type
        1 errors, 0 warnings, 1 notes

        """.ReplaceLineEndings("\n"),
        Written(FindingFormat.Text).ReplaceLineEndings("\n"));

    [Fact]
    public void Is_JSON_with_every_part_of_a_finding()
    {
        var json = JsonElement.Parse(Written(FindingFormat.Json));

        Assert.Equal(
            (1, 0, 1),
            (json.GetProperty("errors").GetInt32(), json.GetProperty("warnings").GetInt32(), json.GetProperty("notes").GetInt32()));
        Assert.Equal(
            """{"severity":"error","rule":"routing/unheard-event","file":"events-catalog/a b.mdx","pointer":"/waybill","line":7,"""
            + """ "message":"not heard:\n100 %","allowed":"a subscription"}""".TrimStart(),
            JsonSerializer.Serialize(json.GetProperty("findings")[0]));
        Assert.Equal(JsonValueKind.Null, json.GetProperty("findings")[1].GetProperty("line").ValueKind);
    }

    [Fact]
    public void Is_SARIF_with_a_rule_a_level_and_a_place_for_each_result()
    {
        var run = JsonElement.Parse(Written(FindingFormat.Sarif)).GetProperty("runs")[0];

        Assert.Equal(
            ["reading/unknown-type", "routing/unheard-event"],
            run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().Select(
                rule => rule.GetProperty("id").GetString()));
        var result = run.GetProperty("results")[0];
        Assert.Equal(
            ("routing/unheard-event", 1, "error"),
            (
                result.GetProperty("ruleId").GetString(), result.GetProperty("ruleIndex").GetInt32(),
                result.GetProperty("level").GetString()));
        var place = result.GetProperty("locations")[0];
        Assert.Equal(
            "events-catalog/a%20b.mdx",
            place.GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Equal(7, place.GetProperty("physicalLocation").GetProperty("region").GetProperty("startLine").GetInt32());
        Assert.Equal("/waybill", place.GetProperty("logicalLocations")[0].GetProperty("fullyQualifiedName").GetString());
        Assert.Equal("note", run.GetProperty("results")[1].GetProperty("level").GetString());
    }

    [Fact]
    public void Is_annotations_of_one_line_each_with_what_GitHub_reserves_escaped() => Assert.Equal(
        """
        ::error file=events-catalog/a b.mdx,line=7,title=routing/unheard-event::/waybill: not heard:%0A100 %25; allowed: a subscription
        ::notice file=functions/A.cs,title=reading/unknown-type::a type

        """.ReplaceLineEndings("\n"),
        Written(FindingFormat.GitHub).ReplaceLineEndings("\n"));

    [Theory]
    [InlineData(Severity.Error, 1)]
    [InlineData(Severity.Warning, 0)]
    [InlineData(Severity.Note, 0)]
    public void Fails_a_command_only_by_errors(Severity severity, int code) =>
        Assert.Equal(code, new FindingReport([Odd with { Severity = severity }]).ExitCode);

    private static string Written(FindingFormat format)
    {
        using var output = new StringWriter();
        new FindingReport([Odd, Unheard, Odd]).Write(output, format);
        return output.ToString();
    }
}

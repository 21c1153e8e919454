using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Waybill.Catalog.Checking;
using Waybill.Catalog.Findings;

namespace Waybill.Catalog.Tests.Checking;

/// <summary>The shop as it is, and with one thing broken at a time: <c>planted-failures.json</c>.</summary>
public sealed class CatalogCheckTests(SynthesizedShop shop)
{
    private static readonly Dictionary<string, Plant> Plants =
        JsonSerializer.Deserialize<Plant[]>(
            File.ReadAllBytes(Repository.Path("tests/Catalog/Checking/planted-failures.json")), JsonSerializerOptions.Web)!
            .ToDictionary(plant => plant.Says, StringComparer.Ordinal);

    public static TheoryData<string> Planted => [.. Plants.Keys];

    /// <summary>Those of <c>catalog check</c>; <c>catalog diff</c> has its own page.</summary>
    private static IEnumerable<FindingRule> Rules =>
        from type in typeof(FindingRule).Assembly.GetTypes()
        from declared in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        where declared.FieldType == typeof(FindingRule)
        let rule = (FindingRule)declared.GetValue(null)!
        where !rule.Id.StartsWith("compatibility/", StringComparison.Ordinal)
        select rule;

    [Fact]
    public void Finds_nothing_in_the_shop()
    {
        using var copy = new ShopCopy(shop);

        Assert.Empty(copy.Check().Findings);
        Assert.Equal(0, copy.Check().ExitCode);
    }

    [Theory]
    [MemberData(nameof(Planted))]
    public void Finds_what_is_planted_and_nothing_else(string says)
    {
        var plant = Plants[says];
        using var copy = new ShopCopy(shop);
        plant.In(copy);

        var report = copy.Check(plant.Today);

        Assert.Equal(
            plant.Findings.Select(finding => finding.At).Order(StringComparer.Ordinal),
            report.Findings.Select(At).Order(StringComparer.Ordinal));
        Assert.All(plant.Findings, expected => Assert.Contains(
            report.Findings, finding => expected.Line is null || finding.Line == expected.Line));
        Assert.All(plant.Findings, expected => Assert.Contains(
            report.Findings, finding => finding.ToString().Contains(expected.Message ?? "", StringComparison.Ordinal)));
        Assert.Equal(report.Findings.Any(finding => finding.Severity == Severity.Error) ? 1 : 0, report.ExitCode);
    }

    [Fact]
    public void Has_a_planted_failure_for_every_rule()
    {
        var planted = Plants.Values.SelectMany(plant => plant.Findings).Select(finding => finding.At.Split(' ')[1]);

        Assert.NotEmpty(Rules);
        Assert.Empty(Rules.Select(rule => rule.Id).Except(planted, StringComparer.Ordinal));
    }

    [Fact]
    public void The_documentation_has_every_rule_with_its_severity_and_no_other()
    {
        var rows = File.ReadAllLines(Repository.Path("docs/catalog.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|'))
            .Where(row => row[1].Contains('/') && !row[1].Contains("events-catalog", StringComparison.Ordinal))
            .Select(row => $"{row[1].Trim(' ', '`')} {row[2].Trim()}");

        Assert.Equal(
            Rules.Select(rule => $"{rule.Id} {rule.Severity.ToString().ToLowerInvariant()}").Order(StringComparer.Ordinal),
            rows.Order(StringComparer.Ordinal));
    }

    /// <summary>Its own content configuration lists them, release by release.</summary>
    [Fact]
    public void Knows_the_keys_of_the_EventCatalog_that_shows_the_catalog()
    {
        Assert.Contains(
            $"\"@eventcatalog/core\": \"{EventCatalogKeys.Release}\"", File.ReadAllText(Repository.Path("docs/catalog-site.md")),
            StringComparison.Ordinal);
        using var copy = new ShopCopy(shop);
        copy.Edit("events-catalog/domains/Stock/index.mdx", "---\n", "---\ndata-products: [{ id: order-metrics }]\nentities: []\n");
        copy.Edit(
            "events-catalog/domains/Stock/services/Inventory/index.mdx", "---\n",
            "---\nwritesTo: []\nexternalSystem: false\ncatalog: {}\n");
        copy.Edit("events-catalog/teams/orders.mdx", "---\n", "---\nownedAgents: []\nreadOnly: true\n");
        copy.Edit(
            "events-catalog/domains/Stock/services/Inventory/events/StockLevelChanged/index.mdx", "---\n",
            "---\nschemas: [{ file: schema.json }]\ndiagrams: []\n");

        Assert.Empty(copy.Check().Findings);
    }

    [Fact]
    public void Answers_templates_and_sources_cut_off_anywhere_with_findings_never_with_a_crash()
    {
        const int Seed = 20261120;
        var random = new Random(Seed);
        using var copy = new ShopCopy(shop);
        string[] files =
        [
            "cdk.out/waybill-dev-orders.template.json", "cdk.out/manifest.json", "functions/Warehouse/ReorderStock.cs",
            "events-catalog/envelope.schema.json",
            "events-catalog/domains/Stock/services/Warehouse/index.mdx",
            "events-catalog/domains/Stock/services/Inventory/events/StockLevelChanged/schema.json",
        ];
        foreach (var file in files)
        {
            var whole = File.ReadAllBytes(copy.PathOf(file));
            for (var round = 0; round < 8; round++)
            {
                var length = random.Next(whole.Length);
                File.WriteAllBytes(copy.PathOf(file), whole[..length]);
                var crash = Record.Exception(() => copy.Check());
                Assert.True(crash is null, $"seed {Seed}, {file} cut off after {length} bytes: {crash}");
            }

            File.WriteAllBytes(copy.PathOf(file), whole);
        }
    }

    [Fact]
    public void Does_not_follow_links_that_lead_in_a_circle_or_out_of_the_catalog()
    {
        using var copy = new ShopCopy(shop);
        Directory.CreateSymbolicLink(copy.PathOf("events-catalog/domains/Stock/again"), copy.PathOf("events-catalog/domains"));
        File.CreateSymbolicLink(copy.PathOf("events-catalog/teams/zero.mdx"), "/dev/zero");

        Assert.Equal(
            ["error structure/file events-catalog/domains/Stock/again", "error structure/file events-catalog/teams/zero.mdx"],
            copy.Check().Findings.Select(finding => $"error {finding.RuleId} {finding.File}"));
    }

    [Fact]
    public void Ends_with_a_schema_whose_definitions_multiply()
    {
        using var copy = new ShopCopy(shop);
        const string File = "events-catalog/domains/Stock/services/Inventory/events/StockLevelChanged/schema.json";
        var definitions = Enumerable.Range(0, 40).Select(i =>
            $$"""
            "d{{i}}": { "type": "object", "properties": {
              "a": { "$ref": "#/$defs/d{{i + 1}}", "x-personal-data": "none" },
              "b": { "$ref": "#/$defs/d{{i + 1}}", "x-personal-data": "none" } } }
            """);
        copy.Edit(File, "\"type\": \"object\",", $$"""
            "type": "object", "$ref": "#/$defs/d0", "$defs": { {{string.Join(',', definitions)}}, "d40": { "type": "string" } },
            """);

        Assert.Contains(copy.Check().Findings, finding => finding.RuleId == "structure/schema" && finding.File == File);
    }

    /// <summary>The guard hears what the catalog does not describe, and versions after their sunset.</summary>
    [Theory]
    [InlineData("2026-12-31", "routing/no-consumer")]
    [InlineData("2027-01-01")]
    public void Lets_the_guard_hear_a_version_from_the_day_after_its_sunset(string today, params string[] rules)
    {
        using var copy = new ShopCopy(shop);
        copy.Edit("cdk.out/waybill-dev-bus.template.json", "\"OrderCreated.v1\",", "");

        Assert.Equal(rules, copy.Check(DateOnly.Parse(today, CultureInfo.InvariantCulture)).Findings.Select(finding => finding.RuleId));
    }

    [Fact]
    public void Says_that_templates_are_missing_instead_of_that_nobody_listens()
    {
        using var copy = new ShopCopy(shop);
        Directory.Delete(copy.PathOf("cdk.out"), recursive: true);

        var findings = copy.Check().Findings;

        Assert.Contains(findings, finding => finding is { RuleId: "routing/template", File: "cdk.out" });
        Assert.DoesNotContain(findings, finding => finding.RuleId.StartsWith("drift/", StringComparison.Ordinal));
    }

    private static string At(Finding finding) =>
        $"{finding.Severity.ToString().ToLowerInvariant()} {finding.RuleId} {finding.File} {finding.Pointer}".TrimEnd();

    /// <summary>Changes to a copy of the shop, and every finding they make.</summary>
    private sealed record Plant(string Says, DateOnly? Today, PlantedEdit[] Edits, PlantedFinding[] Findings)
    {
        public void In(ShopCopy copy)
        {
            foreach (var edit in Edits)
            {
                if ((edit.Text ?? (edit.Spaces is { } count ? new string(' ', count) : null)) is { } text)
                {
                    copy.Write(edit.File, text);
                }
                else if (edit.CopyOf is not null)
                {
                    copy.Write(edit.File, System.IO.File.ReadAllText(copy.PathOf(edit.CopyOf)));
                }
                else if (edit.Replace is null)
                {
                    System.IO.File.Delete(copy.PathOf(edit.File));
                }
                else
                {
                    copy.Edit(edit.File, edit.Replace, edit.With ?? "");
                }
            }
        }
    }

    /// <summary>Writes a text, many spaces or a copy of another file, replaces what is there first, or deletes the file.</summary>
    private sealed record PlantedEdit(string File, string? Replace, string? With, string? Text, string? CopyOf, int? Spaces);

    /// <param name="At">Severity, rule, file and pointer.</param>
    /// <param name="Message">Some of what it says.</param>
    /// <param name="Line">Where, from 1.</param>
    private sealed record PlantedFinding(string At, string? Message, int? Line);
}

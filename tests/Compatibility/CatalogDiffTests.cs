using System.Text.Json.Nodes;
using Waybill.Catalog.Checking;
using Waybill.Catalog.Compatibility;
using Waybill.Catalog.Consumers;
using Waybill.Catalog.Findings;
using Waybill.Catalog.Reading;
using Waybill.Catalog.Routing;

namespace Waybill.Compatibility.Tests;

/// <summary>Changes of the shop's own catalog, and whom they are said to break.</summary>
public sealed class CatalogDiffTests
{
    private const string Schema = $"{CatalogCopy.OrderCreated}/schema.json";
    private const string Page = $"{CatalogCopy.OrderCreated}/index.mdx";
    private const string Old = $"{CatalogCopy.OrderCreated}/versioned/1.0.0";

    private static readonly ConsumerSources Sources = ConsumerSources.Read(Path.Combine(Repository.Root, "functions"), "functions");
    private static readonly DateOnly Today = new(2026, 11, 20);

    /// <summary>The failure of design §1.3: a breaking change breaks consumers that its producer does not know.</summary>
    [Fact]
    public void A_breaking_change_names_the_consumers_that_read_the_field_by_team_and_file()
    {
        var report = Diff(new CatalogCopy().Edit(Schema, schema =>
        {
            schema["properties"]!.AsObject().Remove("totalPrice");
            schema["required"] = new JsonArray("orderId", "currency");
        }));

        var removed = Assert.Single(report.Findings, finding => finding.RuleId == "compatibility/property-removed");
        Assert.Equal((Severity.Error, "/properties/totalPrice"), (removed.Severity, removed.Pointer));
        Assert.Equal($"events-catalog/{Schema}", removed.File);
        Assert.Contains("breaking forward", removed.Message, StringComparison.Ordinal);
        Assert.Contains(
            "SendOrderConfirmation of Notifications (functions/Notifications/SendOrderConfirmation.cs:", removed.Message,
            StringComparison.Ordinal);
        Assert.DoesNotContain("ReserveStock", removed.Message, StringComparison.Ordinal);
        Assert.Contains("OrderCreated.v3 beside this version: an RFC", removed.Allowed, StringComparison.Ordinal);
        Assert.Contains(
            report.Findings, finding => finding is { RuleId: "compatibility/required-removed", Severity: Severity.Error });
        Assert.Equal(1, report.ExitCode);
    }

    [Fact]
    public void Says_nothing_of_a_catalog_that_has_not_changed() => Assert.Empty(Diff(new CatalogCopy()).Findings);

    [Fact]
    public void An_optional_property_more_with_a_higher_version_is_a_note()
    {
        var report = Diff(new CatalogCopy()
            .Edit(Schema, AddChannel)
            .Replace(Page, "version: 2.0.0", "version: 2.1.0"));

        var added = Assert.Single(report.Findings);
        Assert.Equal((Severity.Note, "compatibility/property-added", "/properties/channel"), (added.Severity, added.RuleId, added.Pointer));
        Assert.Contains(
            "full compatible (no event written so far has a property that its schema did not name); no consumer reads /channel",
            added.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "required-added", """{ "required": ["orderId", "totalPrice", "currency", "channel"] }""",
        "/required", "forward compatible only, breaking backward")]
    [InlineData(
        "pattern-changed", """{ "properties": { "currency": { "pattern": "^[A-Z]{2}$" } } }""",
        "/properties/currency/pattern", "breaking in both directions")]
    [InlineData(
        "minimum-raised", """{ "properties": { "totalPrice": { "minimum": 1 } } }""",
        "/properties/totalPrice/minimum", "forward compatible only, breaking backward")]
    [InlineData(
        "type-changed", """{ "properties": { "totalPrice": { "type": ["number", "null"] } } }""",
        "/properties/totalPrice/type", "backward compatible only, breaking forward")]
    [InlineData(
        "additionalProperties-added", """{ "additionalProperties": false }""",
        "/additionalProperties", "forward compatible only, breaking backward")]
    [InlineData(
        "pattern-changed", """{ "properties": { "currency": { "pattern": "^[A-Z]{3}\\b" } } }""",
        "/properties/currency/pattern", "undecided")]
    public void A_change_in_place_fails_unless_it_is_proved_to_be_harmless_in_both_directions(
        string rule, string change, string place, string says)
    {
        var report = Diff(new CatalogCopy().Edit(Schema, schema => Merge(schema, JsonNode.Parse(change)!)));

        var finding = Assert.Single(report.Findings, finding => finding.Severity == Severity.Error);

        Assert.Equal(($"compatibility/{rule}", place), (finding.RuleId, finding.Pointer));
        Assert.Contains($": {says}", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_schema_asks_for_a_higher_version()
    {
        var report = Diff(new CatalogCopy().Edit(Schema, AddChannel));

        var finding = Assert.Single(report.Findings, finding => finding.RuleId == "compatibility/version-not-raised");
        Assert.Equal((Severity.Warning, "2.1.0 for a compatible change"), (finding.Severity, finding.Allowed));
        Assert.Equal(0, report.ExitCode);
    }

    [Fact]
    public void A_new_major_version_beside_the_old_one_is_a_note()
    {
        var copy = new CatalogCopy();
        foreach (var file in copy.FilesOf(CatalogCopy.OrderCreated).Where(file => !file.Contains("versioned", StringComparison.Ordinal)))
        {
            copy.Files[file.Replace("OrderCreated/", "OrderCreated/versioned/2.0.0/", StringComparison.Ordinal)] = copy.Files[file];
            if (file.EndsWith("index.mdx", StringComparison.Ordinal))
            {
                copy.Replace(file, "version: 2.0.0", "version: 3.0.0").Replace(file, "OrderCreated.v2", "OrderCreated.v3");
            }
            else if (file.Contains("/examples/", StringComparison.Ordinal))
            {
                copy.Edit(file, envelope => envelope["type"] = "OrderCreated.v3");
            }
        }

        var finding = Assert.Single(Diff(copy).Findings);
        Assert.Equal((Severity.Note, "compatibility/event-added"), (finding.Severity, finding.RuleId));
    }

    [Fact]
    public void A_version_may_be_removed_after_its_sunset_only()
    {
        var without = new CatalogCopy().RemoveFolder(Old);

        Assert.Equal((Severity.Error, "compatibility/event-removed"), Only(Diff(without, Today)));
        Assert.Equal((Severity.Error, "compatibility/event-removed"), Only(Diff(without, new DateOnly(2026, 12, 31))));
        Assert.Equal((Severity.Note, "compatibility/event-retired"), Only(Diff(without, new DateOnly(2027, 1, 1))));

        static (Severity, string) Only(FindingReport report) =>
            Assert.Single(report.Findings) is var finding ? (finding.Severity, finding.RuleId) : default;
    }

    [Fact]
    public void A_removed_event_names_who_hears_it()
    {
        var report = Diff(new CatalogCopy().RemoveFolder(CatalogCopy.OrderCreated));

        var finding = Assert.Single(report.Findings, finding => finding.RuleId == "compatibility/event-removed"
            && finding.Message.StartsWith("OrderCreated.v2", StringComparison.Ordinal));
        Assert.Contains("heard by SendOrderConfirmation of Notifications", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_published_example_is_neither_edited_nor_removed_but_may_be_indented()
    {
        const string Example = $"{CatalogCopy.OrderCreated}/examples/order.json";
        var edited = Diff(new CatalogCopy().Edit(Example, envelope => envelope["data"]!["totalPrice"] = 47.11));
        var removed = Diff(new CatalogCopy().RemoveFolder($"{CatalogCopy.OrderCreated}/examples"));
        var indented = Diff(new CatalogCopy().Edit(Example, _ => { }));

        Assert.Equal("compatibility/example-changed", Assert.Single(edited.Findings).RuleId);
        Assert.All(removed.Findings, finding => Assert.Equal("compatibility/example-removed", finding.RuleId));
        Assert.Equal(2, removed.Findings.Count);
        Assert.Empty(indented.Findings);
    }

    [Fact]
    public void A_changed_class_of_personal_data_names_who_reads_it()
    {
        var report = Diff(new CatalogCopy().Edit(Schema, schema => schema["properties"]!["orderId"]!["x-personal-data"] = "none"));

        var finding = Assert.Single(report.Findings, finding => finding.RuleId == "compatibility/personal-data-changed");
        Assert.Contains("/orderId is none instead of pseudonymous; /orderId is read by", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_source_is_an_error() =>
        Assert.Contains(
            Diff(new CatalogCopy().Replace(Page, "source: shop.orders", "source: shop.order")).Findings,
            finding => finding.RuleId == "compatibility/source-changed" && finding.Severity == Severity.Error);

    [Fact]
    public void What_cannot_be_read_is_not_compared()
    {
        var broken = new CatalogCopy();
        broken.Files[Schema] = "{"u8.ToArray();

        var report = Diff(broken);

        Assert.Equal("compatibility/unreadable", Assert.Single(report.Findings).RuleId);
        var before = Diff(new CatalogCopy(), Today, broken);
        Assert.Equal("compatibility/unreadable-base", Assert.Single(before.Findings).RuleId);
        Assert.Equal(1, before.ExitCode);
    }

    [Theory]
    [InlineData(Page)]
    [InlineData(Schema)]
    [InlineData($"{CatalogCopy.OrderCreated}/examples/order.json")]
    public void A_byte_order_mark_in_the_base_changes_nothing(string file)
    {
        var before = new CatalogCopy();
        before.Files[file] = [0xEF, 0xBB, 0xBF, .. before.Files[file]];
        var now = new CatalogCopy().Edit(Schema, schema => schema["properties"]!["totalPrice"]!["type"] = "string");

        Assert.Equal(Diff(now).Findings, Diff(now, Today, before).Findings);
        Assert.Empty(Diff(new CatalogCopy(), Today, before).Findings);
    }

    private static FindingReport Diff(CatalogCopy now, DateOnly? today = null, CatalogCopy? before = null) => CatalogDiff.Run(
        new CheckedFolders(Repository.Root), CatalogReader.Read((before ?? new CatalogCopy()).Files), CatalogReader.Read(now.Files),
        new BusRules
        {
            Subscriptions = [Hears("SendOrderConfirmation", "Notifications"), Hears("ReserveStock", "Inventory")],
            Others = [],
        },
        Sources, today ?? Today);

    private static Subscription Hears(string consumer, string team) =>
        new(consumer, team, $"{consumer}Rule", """{ "detail-type": ["OrderCreated.v2"] }""", "cdk.out/a.template.json", "");

    private static void AddChannel(JsonNode schema) =>
        schema["properties"]!["channel"] = JsonNode.Parse("""{ "type": "string", "x-personal-data": "none" }""");

    private static void Merge(JsonNode into, JsonNode change)
    {
        foreach (var (name, value) in change.AsObject())
        {
            if (value is JsonObject && into[name] is JsonObject inner)
            {
                Merge(inner, value);
            }
            else
            {
                into[name] = value!.DeepClone();
            }
        }
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Waybill.Catalog;
using Waybill.Catalog.Consumers;
using Waybill.Catalog.Reading;
using Waybill.Infra.LeastData;

namespace Waybill.Infra;

/// <summary>What a consumer of a fat event is handed, derived from its record, the event's schema and its team's clearance.</summary>
public sealed class LeastDataTests(SynthesizedStacks stacks) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("waybill-least-data-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Cases.Environments), MemberType = typeof(Cases))]
    public void Every_rule_of_the_shop_that_hears_a_fat_event_hands_over_only_what_its_consumer_declares(string environment)
    {
        var handed = stacks.Stacks(environment).SelectMany(stack => stack.Of("AWS::Events::Rule")).Select(rule => rule.Properties)
            .Where(rule => rule["EventPattern"]!["detail-type"]?.AsArray().OfType<JsonValue>().Any(type => IsFat((string)type!)) == true)
            .ToDictionary(
                rule => (string)rule["Name"]!,
                rule => DataOf((string)rule["Targets"]![0]!["InputTransformer"]!["InputTemplate"]!));

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["TrackOrder-DeliveryProgressed.v1"] = """{"orderId":<data-orderId>}""",
                ["ReorderStock"] = """{"belowReorderPoint":<data-belowReorderPoint>,"reorderQuantity":<data-reorderQuantity>"""
                    + ""","shortage":<data-shortage>,"sku":<data-sku>}""",
                ["ReceiveReorder"] = """{"quantity":<data-quantity>,"reorderId":<data-reorderId>,"sku":<data-sku>}""",
            }.OrderBy(rule => rule.Key, StringComparer.Ordinal),
            handed.OrderBy(rule => rule.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void A_rule_of_thin_events_hands_over_the_whole_event() =>
        Assert.Null(stacks.Stack("dev", "orders").Rule("TrackOrder").Properties["Targets"]![0]!["InputTransformer"]);

    [Theory]
    [InlineData("string OrderId", """{"orderId":<data-orderId>}""")]
    [InlineData("decimal Total, Address Address", """{"address":{"country":<data-address-country>},"total":<data-total>}""")]
    [InlineData("IReadOnlyList<Item> Items", """{"items":<data-items>}""")]
    [InlineData("string OrderId, string? NotThere", """{"orderId":<data-orderId>}""")]
    [InlineData("Parcel Parcel", """{"parcel":<data-parcel>}""")]
    public void Declared_fields_are_taken_one_by_one_or_with_the_smallest_thing_around_them_that_may_be_read(string record, string data) =>
        Assert.Equal(data, DataOf(Input(record, clearance: "[]").Template));

    [Theory]
    [InlineData("string? Note", "[]", "/note may be absent")]
    [InlineData("string Carrier", "[]", "/carrier is text that may hold a quote")]
    [InlineData("string Carrier", "[]", "data cannot be handed on as a whole, because /address in it is personal")]
    [InlineData("string Email", "[]", "/email is personal, and readers is not cleared for that")]
    [InlineData("Address2 Address", "[]", "/address/street is personal")]
    [InlineData("IReadOnlyList<Gift> Gifts", "[]", "/gifts cannot be handed on as a whole, because /gifts/*/to in it is personal")]
    [InlineData("int Either", "[]", "/either is not of one single type")]
    [InlineData("int Odd", "[]", "/either")]
    public void What_cannot_be_handed_over_alone_is_refused_with_reason_place_and_remedy(string record, string clearance, string reason)
    {
        record = record.Replace("int Odd", "int Either, string Carrier", StringComparison.Ordinal);

        var wrong = Assert.Throws<ConfigurationException>(() => Input(record, clearance));

        Assert.Contains(reason, wrong.Message, StringComparison.Ordinal);
        Assert.StartsWith("functions/Readers/Read.cs:", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("ask for clearance", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_team_that_may_read_everything_is_handed_all_of_it_where_parts_cannot_travel_alone() =>
        Assert.Equal("<data>", DataOf(Input("string? Note, string Carrier", clearance: "[personal]").Template));

    [Fact]
    public void The_envelope_is_complete()
    {
        var input = Input("string OrderId", clearance: "[]");
        var filled = input.Paths.Aggregate(
            input.Template, (template, path) => template.Replace($"<{path.Key}>", $"\"{path.Value}\"", StringComparison.Ordinal));
        var message = JsonNode.Parse(filled)!;

        Assert.Equal(
            ["version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail"],
            message.AsObject().Select(member => member.Key));
        Assert.Equal(
            [
                "specversion", "id", "source", "type", "time", "datacontenttype", "dataschema", "traceparent", "correlationid",
                "causationid", "partitionkey", "data",
            ],
            message["detail"]!.AsObject().Select(member => member.Key));
        Assert.All(
            new[] { "id", "time", "dataschema", "traceparent", "correlationid", "causationid", "partitionkey" },
            attribute => Assert.Equal($"$.detail.{attribute}", (string?)message["detail"]![attribute]));
    }

    [Theory]
    [InlineData("""{ "pattern": "^[A-Z]{3}$" }""", true)]
    [InlineData("""{ "pattern": "^[a-z]+(-[a-z]+)*$" }""", true)]
    [InlineData("""{ "pattern": "^(?:A|B)\\d{2,}$" }""", true)]
    [InlineData("""{ "pattern": "^[^\"\\\\\\u0000-\\u001f]+$" }""", true)]
    [InlineData("""{ "pattern": "^[^\\x00-\\x22\\\\]*$" }""", true)]
    [InlineData("""{ "pattern": "^[\\w.-]+$" }""", true)]
    [InlineData("""{ "enum": ["a", "b", 3] }""", true)]
    [InlineData("""{ "const": "x" }""", true)]
    [InlineData("""{ "format": "uuid" }""", true)]
    [InlineData("""{ "enum": ["a\"b"] }""", false)]
    [InlineData("""{ "const": "a\nb" }""", false)]
    [InlineData("""{ "format": "email" }""", false)]
    [InlineData("""{ "maxLength": 3 }""", false)]
    [InlineData("""{ "pattern": "[A-Z]+" }""", false)]
    [InlineData("""{ "pattern": "^[A-Z]+" }""", false)]
    [InlineData("""{ "pattern": "^a|b$" }""", false)]
    [InlineData("""{ "pattern": "^.*$" }""", false)]
    [InlineData("""{ "pattern": "^\\S+$" }""", false)]
    [InlineData("""{ "pattern": "^[^\"]+$" }""", false)]
    [InlineData("""{ "pattern": "^[ -~]+$" }""", false)]
    [InlineData("""{ "pattern": "^[!-#]+$" }""", false)]
    [InlineData("""{ "pattern": "^a\\$" }""", false)]
    [InlineData("""{ "pattern": "^[a\\]$" }""", false)]
    [InlineData("""{ "pattern": "^(?=a)b$" }""", false)]
    [InlineData("""{ "pattern": "^\\\\$" }""", false)]
    [InlineData("""{ "pattern": "^" }""", false)]
    public void A_schema_promises_plain_text_or_it_does_not(string schema, bool promised) =>
        Assert.Equal(promised, PlainText.IsPromisedBy(JsonElement.Parse(schema)));

    private HandedOver Input(string record, string clearance)
    {
        Write(
            "catalog/teams/readers.mdx",
            "---\nid: readers\nname: Readers\nsummary: Read.\nemail: r@shop.example\n"
            + $"waybill:\n  clearance: {clearance}\n---\n");
        Write("functions/Readers/Read.cs", $$"""
            public sealed class Read : IConsumer<Parcelled>;
            public sealed record Parcelled({{record}});
            public sealed record Address(string Country);
            public sealed record Address2(string Country, string Street);
            public sealed record Item(string Sku);
            public sealed record Gift(string Kind);
            public sealed record Parcel(string Label);
            """);
        CopyCatalog();
        var catalog = CatalogReader.Load(Path.Combine(_folder.FullName, "catalog"));
        var readings = ConsumerSources.Read(Path.Combine(_folder.FullName, "functions"), "functions").Readings;
        return new DeclaredData(catalog, readings).Input("Readers", "Read", catalog.FindEvent("OrderParcelled.v1")!);
    }

    private void CopyCatalog()
    {
        var beside = Path.Combine(AppContext.BaseDirectory, "least-data");
        foreach (var file in Directory.EnumerateFiles(beside, "*", SearchOption.AllDirectories))
        {
            Write(Path.Combine("catalog", Path.GetRelativePath(beside, file)), File.ReadAllText(file));
        }
    }

    private void Write(string file, string text)
    {
        var path = Path.Combine(_folder.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private static bool IsFat(string type) => SynthesizedStacks.Catalog.FindEvent(type)?.Shape == EventShape.Fat;

    private static string DataOf(string template) => template[(template.IndexOf("\"data\":", StringComparison.Ordinal) + 7)..^2];
}

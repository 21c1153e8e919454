using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Waybill.Catalog.Export;
using Waybill.Catalog.Reading;

namespace Waybill.Catalog.Tests.Export;

/// <summary>What the official AsyncAPI parser makes of the exported catalog.</summary>
public sealed class AsyncApiTests
{
    private static readonly EventCatalog Catalog = CatalogReader.Load(Repository.Path("events-catalog"));
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    [Fact]
    public async Task The_parser_finds_no_error_a_channel_for_each_version_and_who_sends_and_receives()
    {
        var parsed = await ParseAsync(Exported(Catalog));

        Assert.DoesNotContain(parsed.Findings, finding => finding.Severity is "error" or "warning");
        Assert.Equal("3.0.0", parsed.Version);
        Assert.Equal(Catalog.Events.Select(e => e.DetailType).Order(StringComparer.Ordinal), parsed.Channels.Order(StringComparer.Ordinal));
        var expected = Catalog.Services.SelectMany(service =>
            service.Sends.Select(e => $"{service.Id}.send.{e.DetailType} send")
                .Concat(service.Receives.Select(e => $"{service.Id}.receive.{e.DetailType} receive")));
        Assert.Equal(expected.Order(StringComparer.Ordinal), parsed.Operations.Order(StringComparer.Ordinal));
    }

    /// <summary>Without this the test above could pass because nothing is looked at.</summary>
    [Fact]
    public async Task An_example_that_is_not_what_the_schema_says_and_a_schema_that_is_none_are_found()
    {
        var document = Exported(Catalog);
        document["components"]!["messages"]!["OrderCreated.v2"]!["examples"]![0]!["payload"]!["data"]!["totalPrice"] = "much";
        Assert.Contains(
            (await ParseAsync(document)).Findings,
            finding => finding is { Severity: "error", Path: "OrderCreated.v2/examples/order-in-euros" });

        document["components"]!["schemas"]!["OrderCreated.v2"]!["type"] = "objekt";
        Assert.Contains(
            (await ParseAsync(document)).Findings,
            finding => finding.Severity == "error" && finding.Path.Contains("payload", StringComparison.Ordinal));
    }

    [Fact]
    public void Properties_keep_their_personal_data_classes_and_payloads_are_whole_envelopes()
    {
        var document = Exported(Catalog);

        foreach (var e in Catalog.Events)
        {
            var schema = document["components"]!["schemas"]![e.DetailType]!;
            Assert.All(e.Properties.Where(property => !property.SchemaPath.Contains("$defs", StringComparison.Ordinal)), property =>
                Assert.Equal(
                    property.PersonalData.ToString().ToLowerInvariant(),
                    At(schema, property.SchemaPath)["x-personal-data"]!.GetValue<string>()));
            var payload = document["components"]!["messages"]![e.DetailType]!["payload"]!["allOf"]!;
            Assert.Equal("#/components/schemas/Envelope", payload[0]!["$ref"]!.GetValue<string>());
            Assert.Equal(e.DetailType, payload[1]!["properties"]!["type"]!["const"]!.GetValue<string>());
        }
    }

    [Fact]
    public void References_lead_to_the_schemas_new_place_and_words_of_2020_12_become_those_of_draft_07()
    {
        var schema = JsonElement.Parse("""
            { "$id": "https://events.shop.example/a",
              "properties": { "$ref": { "const": { "$ref": "#/kept" } }, "a": { "$ref": "#/$defs/b" } },
              "prefixItems": [{ "$ref": "#" }], "items": false,
              "dependentRequired": { "a": ["b"] }, "dependentSchemas": { "a": { "minProperties": 2 } } }
            """);

        var exported = ExportedSchema.Of(schema, "A.v1", isDeprecated: true);

        Assert.True(JsonNode.DeepEquals(exported, JsonNode.Parse("""
            { "properties": { "$ref": { "const": { "$ref": "#/kept" } }, "a": { "$ref": "#/components/schemas/A.v1/$defs/b" } },
              "items": [{ "$ref": "#/components/schemas/A.v1" }], "additionalItems": false,
              "dependencies": { "a": { "allOf": [{ "minProperties": 2 }, { "required": ["b"] }] } }, "deprecated": true }
            """)), exported.ToJsonString());
    }

    private static JsonObject Exported(EventCatalog catalog) =>
        AsyncApiDocument.Write(catalog, JsonElement.Parse(File.ReadAllText(Repository.Path("events-catalog/envelope.schema.json"))));

    private static JsonNode At(JsonNode schema, string pointer) =>
        pointer.Split('/').Skip(1).Aggregate(schema, (at, name) => at is JsonArray list ? list[int.Parse(name, null)]! : at[name]!);

    private static async Task<Parsed> ParseAsync(JsonObject document)
    {
        using var node = Process.Start(new ProcessStartInfo("node", [Repository.Path("tests/Catalog/Export/parse-asyncapi.mjs")])
        {
            WorkingDirectory = Repository.Path(""),
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        await node.StandardInput.WriteAsync(document.ToJsonString());
        node.StandardInput.Close();
        var output = await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, node.ExitCode);
        return JsonSerializer.Deserialize<Parsed>(output, Web)!;
    }

    private sealed record Parsed(string? Version, string[] Channels, string[] Operations, ParserFinding[] Findings);

    private sealed record ParserFinding(string Severity, string Message, string Path);
}

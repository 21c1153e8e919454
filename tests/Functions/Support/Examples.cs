using System.Text.Json.Nodes;

namespace Waybill.Tests.Support;

/// <summary>The examples in the catalog, which are whole envelopes.</summary>
public static class Examples
{
    private static readonly string Catalog = Checkout.File("events-catalog");

    /// <summary>Every example of a type, its name and major version, of every version of its schema.</summary>
    public static IReadOnlyList<string> Of(string type) =>
    [
        .. Directory.EnumerateFiles(Catalog, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Where(file => Path.GetFileName(Path.GetDirectoryName(file)) == "examples").Select(File.ReadAllText)
            .Where(text => JsonNode.Parse(text)!["type"]?.GetValue<string>() == type),
    ];

    /// <summary>Every version of a type's schema.</summary>
    public static IReadOnlyList<JsonNode> Schemas(string type) =>
    [
        .. Directory.EnumerateFiles(Catalog, "schema.json", SearchOption.AllDirectories)
            .Select(file => JsonNode.Parse(File.ReadAllText(file))!)
            .Where(schema => schema["title"]!.GetValue<string>() == type),
    ];

    /// <summary>The first example of a type with other data.</summary>
    public static string With(string type, string eventId, params IEnumerable<(string Name, JsonNode Value)> data)
    {
        var example = JsonNode.Parse(Of(type)[0])!;
        example["id"] = eventId;
        foreach (var (name, value) in data)
        {
            example["data"]![name] = value;
        }

        return example.ToJsonString();
    }
}

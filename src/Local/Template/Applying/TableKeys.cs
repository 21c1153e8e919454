using System.Text.Json.Nodes;

namespace Waybill.Local.Template.Applying;

/// <summary>What a table's items are found by. Its attributes and their types cannot be changed; those of other attributes can.</summary>
internal static class TableKeys
{
    /// <returns>Such as <c>id HASH S, at RANGE N</c>.</returns>
    public static string Of(JsonNode? keySchema, JsonNode? attributeDefinitions)
    {
        var types = Objects(attributeDefinitions).ToLookup(
            attribute => $"{attribute["AttributeName"]}", attribute => $"{attribute["AttributeType"]}", StringComparer.Ordinal);
        return string.Join(", ", Objects(keySchema).Select(key =>
            $"{key["AttributeName"]} {key["KeyType"]} {types[$"{key["AttributeName"]}"].FirstOrDefault()}"));
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonObject>();
}

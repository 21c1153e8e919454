using System.Text.Json;
using Waybill.Catalog.Consumers;

namespace Waybill.Catalog.Checking;

/// <summary>What JSON types one schema object lets through by <c>type</c>, <c>enum</c> and <c>const</c> alone.</summary>
internal static class SchemaKinds
{
    public static JsonKinds Of(JsonElement schema)
    {
        var kinds = schema.TryGetProperty("type", out var type) ? OfType(type) : JsonKinds.Any;
        if (schema.TryGetProperty("enum", out var values) && values.ValueKind == JsonValueKind.Array)
        {
            kinds &= values.EnumerateArray().Aggregate(JsonKinds.Unknown, (sum, value) => sum | OfValue(value));
        }

        return schema.TryGetProperty("const", out var only) ? kinds & OfValue(only) : kinds;
    }

    private static JsonKinds OfType(JsonElement type) => type.ValueKind switch
    {
        JsonValueKind.String => OfWord(type.GetString()!),
        JsonValueKind.Array => type.EnumerateArray().Aggregate(JsonKinds.Unknown, (sum, one) => sum | OfType(one)),
        _ => JsonKinds.Any,
    };

    private static JsonKinds OfWord(string word) => word switch
    {
        "string" => JsonKinds.Text,
        "number" => JsonKinds.Number,
        "integer" => JsonKinds.Integer,
        "boolean" => JsonKinds.Boolean,
        "array" => JsonKinds.Array,
        "object" => JsonKinds.Object,
        "null" => JsonKinds.Null,
        _ => JsonKinds.Any,
    };

    private static JsonKinds OfValue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => JsonKinds.Text,
        JsonValueKind.Number => value.TryGetInt64(out _) ? JsonKinds.Integer : JsonKinds.Number,
        JsonValueKind.True or JsonValueKind.False => JsonKinds.Boolean,
        JsonValueKind.Array => JsonKinds.Array,
        JsonValueKind.Object => JsonKinds.Object,
        _ => JsonKinds.Null,
    };
}

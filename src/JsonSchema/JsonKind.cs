using System.Text.Json;

namespace Waybill.JsonSchemas;

/// <summary>JSON Schema's names for kinds of values.</summary>
internal static class JsonKind
{
    public static readonly string[] All = ["null", "boolean", "object", "array", "number", "string", "integer"];

    public static string Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.Number => JsonNumber.Of(value).IsInteger ? "integer" : "number",
        JsonValueKind.String => "string",
        _ => "null",
    };

    public static bool Is(JsonElement value, string kind) => kind switch
    {
        "number" => value.ValueKind == JsonValueKind.Number,
        "string" => value.ValueKind == JsonValueKind.String,
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        _ => string.Equals(Of(value), kind, StringComparison.Ordinal),
    };
}

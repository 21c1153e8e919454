using System.Text.Json;

namespace Waybill.Catalog.Routing;

/// <summary>How a template is looked into: what is not there is <c>default</c> or null.</summary>
public static class TemplateJson
{
    public static JsonElement Member(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var member) ? member : default;

    public static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>The resource that <c>Ref</c> or <c>Fn::GetAtt</c>, in either of its spellings, points to.</summary>
    public static string? LogicalId(JsonElement reference) =>
        Text(Member(reference, "Ref")) ?? Member(reference, "Fn::GetAtt") switch
        {
            { ValueKind: JsonValueKind.Array } parts when parts.GetArrayLength() > 0 => Text(parts[0]),
            { ValueKind: JsonValueKind.String } dotted => dotted.GetString()!.Split('.')[0],
            _ => null,
        };
}

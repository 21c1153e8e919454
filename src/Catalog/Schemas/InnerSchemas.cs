using System.Text.Json;
using Waybill.JsonSchemas;

namespace Waybill.Catalog.Schemas;

/// <summary>A schema inside another.</summary>
/// <param name="Keyword">The keyword that puts it there; <c>$ref</c> for one that stands elsewhere in the document.</param>
/// <param name="Name">The property, pattern or definition it is said of; null for keywords that name nothing.</param>
/// <param name="Schema">The schema.</param>
/// <param name="At">Its JSON pointer: inside the schema around it, or for a <c>$ref</c> in the document.</param>
internal readonly record struct InnerSchema(string Keyword, string? Name, JsonElement Schema, string At);

/// <summary>Finds the schemas in a schema, never what only looks like one: an example, a property called <c>$ref</c>.</summary>
/// <param name="document">Where references lead.</param>
internal sealed class InnerSchemas(JsonElement document)
{
    /// <summary>Those directly inside, in the order in which they are written.</summary>
    public IEnumerable<InnerSchema> Of(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object ? schema.EnumerateObject().SelectMany(Of) : [];

    private IEnumerable<InnerSchema> Of(JsonProperty keyword) => (keyword.Name, keyword.Value.ValueKind) switch
    {
        ("properties" or "patternProperties" or "dependentSchemas" or "$defs", JsonValueKind.Object) => keyword.Value.EnumerateObject()
            .Select(
                member => new InnerSchema(keyword.Name, member.Name, member.Value, $"/{keyword.Name}/{JsonPointer.Escape(member.Name)}")),
        ("allOf" or "anyOf" or "oneOf" or "prefixItems", JsonValueKind.Array) => keyword.Value.EnumerateArray()
            .Select((item, i) => new InnerSchema(keyword.Name, null, item, $"/{keyword.Name}/{i}")),
        ("items" or "contains" or "additionalProperties" or "propertyNames" or "unevaluatedItems" or "unevaluatedProperties", _)
            or ("not" or "if" or "then" or "else", _) => [new InnerSchema(keyword.Name, null, keyword.Value, $"/{keyword.Name}")],
        ("$ref", JsonValueKind.String) when keyword.Value.GetString() is ['#', .. var fragment]
            && Uri.UnescapeDataString(fragment) is var pointer && JsonPointer.Find(document, pointer) is { } target =>
            [new InnerSchema("$ref", null, target, pointer)],
        _ => [],
    };
}

using System.Text;
using System.Text.Json;
using Waybill.JsonSchemas;

namespace Waybill.Catalog.Compatibility;

/// <summary>One side of a comparison.</summary>
/// <param name="Name">Tells it from the other.</param>
/// <param name="Root">The schema as it was written.</param>
/// <param name="Validator">The same, ready to check values; null when our validator refuses it.</param>
internal sealed record SchemaDocument(string Name, JsonElement Root, JsonSchema? Validator)
{
    public static SchemaDocument Of(string name, JsonSchema schema) => new(name, schema.Document, schema);

    /// <summary>The document; without a validator where only <c>unevaluated…</c> is refused, and null where anything else is.</summary>
    public static SchemaDocument? Read(string name, JsonElement schema)
    {
        try
        {
            return Of(name, JsonSchema.Parse(Encoding.UTF8.GetBytes(schema.GetRawText())));
        }
        catch (JsonSchemaException refused)
        {
            var isUnderstood = refused.Violations.All(violation =>
                violation.InstancePointer.EndsWith("/unevaluatedProperties", StringComparison.Ordinal)
                || violation.InstancePointer.EndsWith("/unevaluatedItems", StringComparison.Ordinal));
            return isUnderstood ? new SchemaDocument(name, schema, null) : null;
        }
    }

    public bool Accepts(JsonElement value) => Validator?.Validate(value) is [];

    public bool Refuses(JsonElement value) => Validator?.Validate(value) is { Count: > 0 };
}

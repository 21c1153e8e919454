using System.Text.Json;
using Waybill.JsonSchemas.Documents;

namespace Waybill.Catalog.Schemas;

/// <summary>Finds the schemas in a schema and the one it refers to.</summary>
/// <param name="document">Where references lead.</param>
internal sealed class InnerSchemas(JsonElement document)
{
    private readonly SchemaReferences _references = new(document);

    /// <summary>
    /// Those directly inside, each with its JSON pointer there, in the order in which they are written; and then the one referred to
    /// (<c>$ref</c>), with its JSON pointer in the document.
    /// </summary>
    public IEnumerable<SchemaPart> Of(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("$ref", out var reference)
        && reference.ValueKind == JsonValueKind.String && _references.Resolve(reference.GetString()!) is { } target
            ? SchemaPart.Of(schema, "").Append(new SchemaPart("$ref", null, 0, Subject.SameValue, target.At, target.Schema))
            : SchemaPart.Of(schema, "");
}

using System.Text.Json;
using Waybill.JsonSchemas.Documents;

namespace Waybill.Catalog.Schemas;

/// <summary>A schema inside another.</summary>
/// <param name="Keyword">The keyword that puts it there; <c>$ref</c> for one that stands elsewhere in the document.</param>
/// <param name="Name">The property, pattern or definition it is said of; null for keywords that name nothing.</param>
/// <param name="Schema">The schema.</param>
/// <param name="At">Its JSON pointer: inside the schema around it, or for a <c>$ref</c> in the document.</param>
internal readonly record struct InnerSchema(string Keyword, string? Name, JsonElement Schema, string At);

/// <summary>Finds the schemas in a schema and the one it refers to.</summary>
/// <param name="document">Where references lead.</param>
internal sealed class InnerSchemas(JsonElement document)
{
    private readonly SchemaReferences _references = new(document);

    /// <summary>Those directly inside, in the order in which they are written, and then the one referred to.</summary>
    public IEnumerable<InnerSchema> Of(JsonElement schema)
    {
        foreach (var part in SchemaPart.Of(schema, ""))
        {
            yield return new InnerSchema(part.Keyword, part.Name, part.Schema, part.At);
        }

        if (schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("$ref", out var reference)
            && reference.ValueKind == JsonValueKind.String && _references.Resolve(reference.GetString()!) is { } target)
        {
            yield return new InnerSchema("$ref", null, target.Schema, target.At);
        }
    }
}

using System.Text.Json;
using Waybill.JsonSchemas.Checking;
using Waybill.JsonSchemas.Keywords;

namespace Waybill.JsonSchemas;

/// <summary>A JSON Schema 2020-12, read once and then held against any number of values, from any thread.</summary>
/// <remarks>
/// It checks what the vocabulary for assertions and applicators asserts, and <c>format</c> as well. What it does not check
/// (<c>unevaluatedProperties</c>, references to other documents, an unknown format or keyword, a pattern that needs backtracking …)
/// is refused by <see cref="Parse"/>: a schema is never weaker than it reads. Nothing is ever fetched.
/// </remarks>
public sealed class JsonSchema
{
    private readonly Subschema _root;

    private JsonSchema(Subschema root, JsonElement document) => (_root, Document) = (root, document);

    /// <summary>The schema as it was written, annotations such as <c>x-personal-data</c> included.</summary>
    public JsonElement Document { get; }

    /// <summary>The URI the schema gives itself in <c>$id</c>, if it does.</summary>
    public string? Id =>
        Document.ValueKind == JsonValueKind.Object && Document.TryGetProperty("$id", out var id) ? id.GetString() : null;

    /// <summary>Reads a schema from UTF-8 JSON.</summary>
    /// <exception cref="JsonSchemaException">Not JSON, or says what this validator does not check; names every such place.</exception>
    public static JsonSchema Parse(ReadOnlyMemory<byte> utf8Json)
    {
        JsonElement document;
        try
        {
            using var json = JsonDocument.Parse(utf8Json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            document = json.RootElement.Clone();
        }
        catch (JsonException notJson)
        {
            throw new JsonSchemaException([new SchemaViolation("", "", $"not JSON: {notJson.Message}")], notJson);
        }

        if (UnicodeCheck.FindBrokenText(document) is { } broken)
        {
            throw new JsonSchemaException([broken]);
        }

        var reader = new SchemaReader(document);
        var root = reader.ReadDocument();
        return reader.Violations.Count == 0 ? new JsonSchema(root, document) : throw new JsonSchemaException(reader.Violations);
    }

    /// <summary>Everything about <paramref name="instance"/> that the schema forbids; empty when it is valid.</summary>
    public IReadOnlyList<SchemaViolation> Validate(JsonElement instance)
    {
        if (UnicodeCheck.FindBrokenText(instance) is { } broken)
        {
            return [broken];
        }

        var evaluation = new Evaluation();
        _root.Check(instance, Place.Root, evaluation);
        return evaluation.Result();
    }
}

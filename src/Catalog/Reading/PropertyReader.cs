using System.Text.Json;
using Waybill.Catalog.Schemas;
using Waybill.JsonSchemas.Documents;

namespace Waybill.Catalog.Reading;

/// <summary>Lists every property a schema describes, at any depth, with its personal-data class.</summary>
internal sealed class PropertyReader(CatalogFolder folder, string file, JsonElement document)
{
    private const string Keyword = "x-personal-data";
    private const string Any = "*";

    /// <summary>Far more than an event has; definitions that refer to each other can multiply without end.</summary>
    private const int MostWalked = 20_000;

    private static readonly IReadOnlyDictionary<string, PersonalDataClass> Classes = Fields.Words<PersonalDataClass>();

    private readonly InnerSchemas _inner = new(document);
    private readonly List<EventProperty> _properties = [];
    private readonly HashSet<string> _underway = new(StringComparer.Ordinal);
    private int _walked;

    public IReadOnlyList<EventProperty> Read()
    {
        Walk(document, "", "");
        if (_walked > MostWalked)
        {
            folder.Report(
                file, null, "", $"describes more than {MostWalked} places of an event; the rest is not looked at", StructureRule.Schema);
        }

        return [.. _properties.DistinctBy(property => (property.Path, property.SchemaPath))];
    }

    private void Walk(JsonElement schema, string pointer, string path)
    {
        // A schema that contains itself (a tree) is walked once.
        if (schema.ValueKind != JsonValueKind.Object || _walked > MostWalked || !_underway.Add(pointer))
        {
            return;
        }

        _walked++;
        foreach (var inner in _inner.Of(schema))
        {
            var at = inner.Keyword == "$ref" ? inner.At : pointer + inner.At;
            switch (inner.Keyword)
            {
                case "properties":
                    Add(inner.Schema, at, $"{path}/{JsonPointer.Escape(inner.Name!)}");
                    break;
                case "patternProperties":
                case "additionalProperties" when inner.Schema.ValueKind == JsonValueKind.Object:
                    Add(inner.Schema, at, $"{path}/{Any}");
                    break;
                case "items" or "contains" or "prefixItems":
                    Walk(inner.Schema, at, $"{path}/{Any}");
                    break;
                case "allOf" or "anyOf" or "oneOf" or "dependentSchemas" or "if" or "then" or "else" or "$ref":
                    Walk(inner.Schema, at, path);
                    break;
            }
        }

        _underway.Remove(pointer);
    }

    private void Add(JsonElement schema, string pointer, string path)
    {
        if (ClassOf(schema) is not { } written)
        {
            folder.Report(file, null, pointer, $"has no {Keyword}; allowed: {string.Join(", ", Classes.Keys)}", StructureRule.Unclassified);
        }
        else if (written.ValueKind != JsonValueKind.String || !Classes.TryGetValue(written.GetString()!, out var found))
        {
            folder.Report(
                file, null, $"{pointer}/{Keyword}", $"{written.GetRawText()} given; allowed: {string.Join(", ", Classes.Keys)}",
                StructureRule.Unclassified);
        }
        else
        {
            _properties.Add(new EventProperty(path, pointer, found));
        }

        Walk(schema, pointer, path);
    }

    /// <summary>The class written at the property itself, else at the definition it refers to.</summary>
    private JsonElement? ClassOf(JsonElement schema)
    {
        for (var hop = 0; hop < 16 && schema.ValueKind == JsonValueKind.Object; hop++)
        {
            if (schema.TryGetProperty(Keyword, out var written))
            {
                return written;
            }

            if (_inner.Of(schema).FirstOrDefault(inner => inner.Keyword == "$ref") is not { } target)
            {
                return null;
            }

            schema = target.Schema;
        }

        return null;
    }
}

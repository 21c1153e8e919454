using System.Text.Json;
using System.Text.Json.Nodes;
using Waybill.JsonSchemas.Documents;

namespace Waybill.Catalog.Export;

/// <summary>A schema of the catalog as a part of an AsyncAPI document, <c>x-personal-data</c> and all.</summary>
/// <remarks>
/// AsyncAPI 3.0's own schemas are a superset of JSON Schema draft 07. Of 2020-12, references are led to the schema's new place, and
/// <c>prefixItems</c> and <c>dependent…</c> become what draft 07 calls them; other keywords are the same in both.
/// </remarks>
internal static class ExportedSchema
{
    public static JsonNode Of(JsonElement schema, string name, bool isDeprecated)
    {
        var exported = JsonNode.Parse(schema.GetRawText())!;
        if (exported is not JsonObject document)
        {
            return exported;
        }

        // The document around it has its own dialect, and an $id would make every reference in it relative to somewhere else.
        document.Remove("$schema");
        document.Remove("$id");
        Translate(schema, document, $"#/components/schemas/{name}");
        if (isDeprecated)
        {
            document["deprecated"] = true;
        }

        return document;
    }

    private static void Translate(JsonElement schema, JsonNode? exported, string root)
    {
        if (exported is not JsonObject keywords)
        {
            return;
        }

        if (keywords["$ref"] is JsonValue reference && reference.GetValue<string>() is ['#', ..] local)
        {
            keywords["$ref"] = root + local[1..];
        }

        foreach (var inner in SchemaPart.Of(schema, "").ToList())
        {
            var around = keywords[inner.Keyword];
            var at = inner.Name is { } name
                ? around![name]
                : around is JsonArray list
                ? list[inner.Index]
                : around;
            Translate(inner.Schema, at, root);
        }

        RenameItems(keywords);
        RenameDependencies(keywords);
    }

    private static void RenameItems(JsonObject keywords)
    {
        if (keywords["prefixItems"] is not { } first)
        {
            return;
        }

        var rest = keywords["items"];
        keywords.Remove("prefixItems");
        keywords.Remove("items");
        keywords["items"] = first;
        if (rest is not null)
        {
            keywords["additionalItems"] = rest;
        }
    }

    private static void RenameDependencies(JsonObject keywords)
    {
        var dependencies = new JsonObject();
        foreach (var keyword in (string[])["dependentSchemas", "dependentRequired"])
        {
            if (keywords[keyword] is JsonObject named)
            {
                keywords.Remove(keyword);
                foreach (var (name, value) in named.ToList())
                {
                    named.Remove(name);
                    // One property may have both: draft 07 then takes a schema that says the list as well.
                    dependencies[name] = dependencies[name] is { } schema && value is JsonArray required
                        ? new JsonObject { ["allOf"] = new JsonArray(schema.DeepClone(), new JsonObject { ["required"] = required }) }
                        : value;
                }
            }
        }

        if (dependencies.Count > 0)
        {
            keywords["dependencies"] = dependencies;
        }
    }
}

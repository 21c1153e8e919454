using System.Text.Json.Nodes;

namespace Waybill.Catalog.Export;

/// <summary>A schema of the catalog as a part of an AsyncAPI document, <c>x-personal-data</c> and all.</summary>
/// <remarks>
/// AsyncAPI 3.0's own schemas are a superset of JSON Schema draft 07. Of 2020-12, references are led to the schema's new place, and
/// <c>prefixItems</c> and <c>dependent…</c> become what draft 07 calls them; other keywords are the same in both.
/// </remarks>
internal static class ExportedSchema
{
    public static JsonNode Of(JsonNode schema, string name, bool isDeprecated)
    {
        if (schema is not JsonObject document)
        {
            return schema;
        }

        // The document around it has its own dialect, and an $id would make every reference in it relative to somewhere else.
        document.Remove("$schema");
        document.Remove("$id");
        Translate(document, $"#/components/schemas/{name}");
        if (isDeprecated)
        {
            document["deprecated"] = true;
        }

        return document;
    }

    private static void Translate(JsonNode? schema, string root)
    {
        if (schema is not JsonObject keywords)
        {
            return;
        }

        if (keywords["$ref"] is JsonValue reference && reference.GetValue<string>() is ['#', ..] local)
        {
            keywords["$ref"] = root + local[1..];
        }

        foreach (var inner in Inside(keywords).ToList())
        {
            Translate(inner, root);
        }

        RenameItems(keywords);
        RenameDependencies(keywords);
    }

    /// <summary>The schemas in a schema, and never what only looks like one: an example, a constant, a property called <c>$ref</c>.</summary>
    private static IEnumerable<JsonNode?> Inside(JsonObject keywords)
    {
        foreach (var (keyword, value) in keywords)
        {
            switch (keyword)
            {
                case "properties" or "patternProperties" or "$defs" or "dependentSchemas" when value is JsonObject named:
                    foreach (var (_, inner) in named)
                    {
                        yield return inner;
                    }

                    break;
                case "allOf" or "anyOf" or "oneOf" or "prefixItems" when value is JsonArray list:
                    foreach (var inner in list)
                    {
                        yield return inner;
                    }

                    break;
                case "items" or "contains" or "additionalProperties" or "propertyNames" or "not" or "if" or "then" or "else":
                    yield return value;
                    break;
                default:
                    break;
            }
        }
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

using System.Text.Json.Nodes;

namespace Waybill.Compatibility.Tests.Oracle;

/// <summary>Changes a schema as people do: a keyword more, less or different, somewhere.</summary>
internal sealed class RandomEdits(Random random, RandomSchemas schemas)
{
    private static readonly string[] Types = ["integer", "string", "array", "object"];

    public JsonNode Edit(JsonNode document, int edits)
    {
        var copy = document.DeepClone();
        for (var i = 0; i < edits; i++)
        {
            var places = SchemaTree.Of(copy).ToList();
            EditOne(schemas.Any([.. places]));
        }

        return copy;
    }

    private void EditOne(JsonObject schema)
    {
        var keywords = schema.Select(member => member.Key).Where(name => !name.StartsWith('$')).ToArray();
        switch (random.Next(6))
        {
            case 0 when keywords.Length > 0:
                schema.Remove(schemas.Any(keywords));
                break;
            case 1 or 2 when keywords.Length > 0:
                Change(schema, schemas.Any(keywords));
                break;
            case 3:
                schema[schemas.Any(["anyOf", "oneOf", "not", "if", "then", "enum", "type", "additionalProperties"])] = null;
                var empty = schema.First(member => member.Value is null).Key;
                schema[empty] = schemas.Keyword(empty, 1);
                break;
            default:
                var written = (schema["type"] as JsonValue)?.TryGetValue<string>(out var known) == true ? known : "";
                var type = RandomSchemas.KeywordsOf(written, 1).Length > 0 ? written : schemas.Any(Types);
                var name = schemas.Any([.. RandomSchemas.KeywordsOf(type, 1), "properties"]);
                schema[name] = schemas.Keyword(name, 1);
                break;
        }
    }

    /// <summary>A number a bit up or down, a list or map with one less or one more, anything else anew.</summary>
    private void Change(JsonObject schema, string name)
    {
        switch (schema[name])
        {
            case JsonValue number when name != "const" && number.TryGetValue<int>(out var value):
                schema[name] = Math.Max(name[..3] is "min" or "max" ? 0 : 1, value + schemas.Any([1, -1]));
                break;
            case JsonArray list when list.Count > 1 && random.Next(2) == 0:
                list.RemoveAt(random.Next(list.Count));
                break;
            case JsonArray list when name == "enum" || SchemaTree.Lists.Contains(name):
                list.Add(schemas.Keyword(name, 1).AsArray()[0]!.DeepClone());
                break;
            case JsonObject map when name == "properties":
                if (map.Count > 0 && random.Next(3) == 0)
                {
                    map.Remove(schemas.Any([.. map.Select(member => member.Key)]));
                }
                else
                {
                    map[schemas.Any(RandomSchemas.Names)] = schemas.Schema(1);
                }

                break;
            default:
                schema[name] = schemas.Keyword(name, 1);
                break;
        }
    }
}

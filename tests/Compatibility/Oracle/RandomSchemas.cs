using System.Text.Json.Nodes;

namespace Waybill.Compatibility.Tests.Oracle;

/// <summary>Makes schemas that use every keyword now and then, and are small enough to be hit by random values.</summary>
internal sealed class RandomSchemas(Random random)
{
    public static readonly string[] Names = ["a", "b", "c", "d", "x-1", "long-name"];

    private static readonly string[] Types = ["null", "boolean", "integer", "number", "string", "array", "object"];
    private static readonly string[] Patterns =
        ["^[A-Z]{2}$", "^[A-Z]{2,3}$", "a", "^x-", "^[a-z]+$", "^[a-z]*$", "^([A-C]|b)*", "^\\d{4}-\\d{2}-\\d{2}$"];
    private static readonly string[] Formats = ["date", "email", "uuid"];

    private readonly List<string> _definitions = [];

    /// <summary>A whole document, often with definitions that it refers to.</summary>
    public JsonNode Document()
    {
        _definitions.Clear();
        var definitions = new JsonObject();
        for (var i = 0; i < random.Next(0, 3); i++)
        {
            definitions[$"d{i}"] = Schema(1);
            _definitions.Add($"d{i}");
        }

        var root = random.Next(5) == 0 ? Object(2) : random.Next(3) == 0 ? Schema(2) : Typed("object", 2);
        if (root is JsonObject document && definitions.Count > 0)
        {
            document["$defs"] = definitions;
        }

        return root is JsonObject ? root : new JsonObject { ["allOf"] = new JsonArray(root) };
    }

    public JsonNode Schema(int depth) => random.Next(24) switch
    {
        0 => JsonValue.Create(true),
        1 => JsonValue.Create(random.Next(3) > 0),
        2 => new JsonObject { ["enum"] = Values(random.Next(1, 4)) },
        3 => new JsonObject { ["const"] = Value() },
        4 when depth > 0 => new JsonObject { ["anyOf"] = List(depth, 2) },
        5 when depth > 0 => new JsonObject { ["oneOf"] = List(depth, 2) },
        6 when depth > 0 => new JsonObject { ["allOf"] = List(depth, 2) },
        7 when depth > 0 => Condition(depth),
        8 when depth > 0 => new JsonObject { ["type"] = Any(Types), ["not"] = Schema(depth - 1) },
        9 when _definitions.Count > 0 => new JsonObject { ["$ref"] = $"#/$defs/{Any([.. _definitions])}" },
        10 => new JsonObject { ["type"] = Texts(Types.Where(_ => random.Next(3) == 0).Append("string").Distinct()) },
        11 or 12 => Object(depth),
        13 => Typed("array", depth),
        14 or 15 => Typed("object", depth),
        16 or 17 => Typed("string", depth),
        _ => Typed(Any(Types), depth),
    };

    /// <summary>The value of a keyword, new.</summary>
    public JsonNode Keyword(string name, int depth) => name switch
    {
        "type" => random.Next(3) == 0 ? new JsonArray(Any(Types[..3]), Any(Types[3..])) : Any(Types),
        "enum" => Values(random.Next(1, 4)),
        "const" => Value(),
        "minimum" or "maximum" or "exclusiveMinimum" or "exclusiveMaximum" => Number(),
        "multipleOf" => Any([1, 2, 3, 4, 6, 0.5]),
        "minLength" or "maxLength" or "minItems" or "maxItems" or "minProperties" or "maxProperties" or "minContains" or "maxContains" =>
            random.Next(0, 4),
        "pattern" => Any(Patterns),
        "format" => Any(Formats),
        "uniqueItems" => random.Next(3) > 0,
        "required" => Texts(Names.Where(_ => random.Next(3) == 0)),
        "dependentRequired" => new JsonObject { [Any(Names)] = new JsonArray(Any(Names)) },
        "dependentSchemas" => new JsonObject { [Any(Names)] = Schema(depth) },
        "properties" => new JsonObject(
            Names.Where(_ => random.Next(2) == 0).Select(name => KeyValuePair.Create(name, (JsonNode?)Schema(depth)))),
        "patternProperties" => new JsonObject { [Any(["^x-", "^[ab]$", "^long"])] = Schema(depth) },
        "propertyNames" when random.Next(2) == 0 => new JsonObject { ["maxLength"] = random.Next(1, 9) },
        "propertyNames" => new JsonObject { ["pattern"] = Any(Patterns) },
        "prefixItems" or "allOf" or "anyOf" or "oneOf" => List(depth, random.Next(1, 3)),
        _ => Schema(depth),
    };

    public T Any<T>(T[] options) => options[random.Next(options.Length)];

    private JsonObject Object(int depth)
    {
        var schema = Typed("object", depth);
        schema["additionalProperties"] = random.Next(2) == 0 ? JsonValue.Create(false) : Schema(depth - 1);
        return schema;
    }

    private JsonObject Typed(string type, int depth)
    {
        var schema = new JsonObject { ["type"] = type };
        foreach (var name in KeywordsOf(type, depth).Where(_ => random.Next(3) == 0))
        {
            schema[name] = Keyword(name, depth - 1);
        }

        if (type == "object" && depth > 0 && random.Next(4) > 0)
        {
            schema["properties"] = Keyword("properties", depth - 1);
        }

        return schema;
    }

    public static string[] KeywordsOf(string type, int depth) => type switch
    {
        "integer" or "number" => ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
        "string" => ["minLength", "maxLength", "pattern", "format"],
        "array" when depth > 0 => ["items", "prefixItems", "contains", "minContains", "maxContains", "minItems", "maxItems", "uniqueItems"],
        "array" => ["minItems", "maxItems", "uniqueItems"],
        "object" when depth > 0 =>
        [
            "required", "patternProperties", "propertyNames", "minProperties", "maxProperties", "dependentRequired", "dependentSchemas",
        ],
        "object" => ["required", "minProperties", "maxProperties", "dependentRequired"],
        _ => [],
    };

    private JsonObject Condition(int depth)
    {
        var schema = new JsonObject { ["if"] = Schema(depth - 1) };
        schema["then"] = random.Next(4) > 0 ? Schema(depth - 1) : null;
        schema["else"] = random.Next(2) > 0 ? Schema(depth - 1) : null;
        foreach (var empty in schema.Where(member => member.Value is null).Select(member => member.Key).ToList())
        {
            schema.Remove(empty);
        }

        return schema;
    }

    private static JsonArray Texts(IEnumerable<string> names) => new([.. names.Select(name => JsonValue.Create(name))]);

    private JsonArray List(int depth, int count) => new([.. Enumerable.Range(0, count).Select(_ => Schema(depth - 1))]);

    private JsonArray Values(int count) => new([.. Enumerable.Range(0, count).Select(_ => Value())]);

    private JsonNode Value() => random.Next(8) switch
    {
        0 => JsonValue.Create(random.Next(2) == 0),
        1 or 2 => Number(),
        3 => new JsonArray(Number()),
        4 => new JsonObject { [Any(Names)] = "a" },
        _ => JsonValue.Create(Any(["a", "abc", "AB", "ABC", "", "2026-01-31"])),
    };

    private JsonValue Number() => random.Next(5) == 0 ? JsonValue.Create(random.Next(-4, 12) / 2.0) : JsonValue.Create(random.Next(-2, 8));
}

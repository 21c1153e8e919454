using System.Text.Json.Nodes;

namespace Waybill.Compatibility.Tests.Oracle;

/// <summary>Says a schema in other words that mean the same, as people do when they tidy one up.</summary>
internal sealed class RandomRewrites(Random random)
{
    /// <summary>Keywords that only mean something together.</summary>
    private static readonly string[][] Groups =
    [
        ["if", "then", "else"], ["properties", "patternProperties", "additionalProperties"], ["prefixItems", "items"],
        ["contains", "minContains", "maxContains"],
    ];

    private int _definitions;

    public JsonNode Rewrite(JsonNode document, int rewrites)
    {
        var copy = document.DeepClone().AsObject();
        for (var done = 0; done < rewrites;)
        {
            var places = SchemaTree.Of(copy).ToList();
            done += RewriteOne(copy, places[random.Next(places.Count)]) || random.Next(20) == 0 ? 1 : 0;
        }

        return copy;
    }

    /// <summary>False when the chosen words are not there.</summary>
    private bool RewriteOne(JsonObject document, JsonObject schema) => random.Next(14) switch
    {
        0 => Shuffle(schema, ["anyOf", "oneOf", "allOf", "enum", "required", "type"]),
        1 => Reorder(schema),
        2 => Inline(document, schema),
        3 => Extract(document, schema),
        4 => ConstantsFromEnum(schema),
        5 => EnumFromConstant(schema),
        6 => BranchesFromTypes(schema),
        7 => OtherBounds(schema),
        8 => IntoAllOf(schema),
        9 => ConditionAsLogic(schema),
        10 => Wrap(schema, random.Next(2) == 0 ? "allOf" : "anyOf"),
        11 => NotNot(schema),
        12 => DependenciesAsLogic(schema),
        _ => NullAsBranch(schema),
    };

    private bool Shuffle(JsonObject schema, string[] names)
    {
        if (names.Where(name => schema[name] is JsonArray { Count: > 1 }).ToArray() is not { Length: > 0 } found)
        {
            return false;
        }

        var name = found[random.Next(found.Length)];
        var items = schema[name]!.AsArray().Select(item => item?.DeepClone()).ToArray();
        random.Shuffle(items);
        schema[name] = new JsonArray(items);
        return true;
    }

    private bool Reorder(JsonObject schema)
    {
        var members = Take(schema, [.. schema.Select(member => member.Key)]).ToArray();
        random.Shuffle(members);
        foreach (var (name, value) in members)
        {
            schema[name] = value;
        }

        return true;
    }

    private static bool Inline(JsonObject document, JsonObject schema)
    {
        if (schema["$ref"]?.GetValue<string>() is not ['#', '/', '$', 'd', 'e', 'f', 's', '/', .. var name]
            || document["$defs"]?[name] is not JsonObject target || target.ToJsonString().Contains("\"$ref\"", StringComparison.Ordinal))
        {
            return false;
        }

        schema.Remove("$ref");
        Include(schema, target.DeepClone());
        return true;
    }

    private bool Extract(JsonObject document, JsonObject schema)
    {
        if (ReferenceEquals(document, schema) || schema.ContainsKey("$ref"))
        {
            return false;
        }

        var definitions = document["$defs"] as JsonObject ?? [];
        document["$defs"] = definitions;
        var name = $"made{_definitions++}";
        var moved = new JsonObject(Take(schema, [.. schema.Select(member => member.Key)]));
        definitions[name] = moved;
        schema["$ref"] = $"#/$defs/{name}";
        return true;
    }

    private bool ConstantsFromEnum(JsonObject schema)
    {
        var name = random.Next(2) == 0 ? "oneOf" : "anyOf";
        if (schema["enum"] is not JsonArray values || schema.ContainsKey(name) || values.Count == 0)
        {
            return false;
        }

        var constants = values.DistinctBy(value => Same(value)).Select((value, i) => (JsonNode)new JsonObject
        {
            ["const"] = value?.DeepClone(),
            ["title"] = $"value {i}",
        });
        schema[name] = new JsonArray([.. constants]);
        schema.Remove("enum");
        return true;
    }

    private static bool EnumFromConstant(JsonObject schema)
    {
        if (!schema.TryGetPropertyValue("const", out var value) || schema.ContainsKey("enum"))
        {
            return false;
        }

        schema.Remove("const");
        schema["enum"] = new JsonArray(value?.DeepClone());
        return true;
    }

    private bool BranchesFromTypes(JsonObject schema)
    {
        if (schema["type"] is not JsonArray types || schema.ContainsKey("anyOf"))
        {
            return false;
        }

        schema.Remove("type");
        var branches = types.Select(type => (JsonNode)new JsonObject { ["type"] = type!.DeepClone() }).ToArray();
        random.Shuffle(branches);
        schema["anyOf"] = new JsonArray(branches);
        return true;
    }

    private static bool NullAsBranch(JsonObject schema)
    {
        if (schema["type"] is not JsonArray types || !types.Any(type => type!.GetValue<string>() == "null") || schema.ContainsKey("$defs"))
        {
            return false;
        }

        var others = new JsonObject(Take(schema, [.. schema.Select(member => member.Key).Where(name => name is not ("enum" or "const"))]));
        var notNull = types.Select(type => type!.GetValue<string>()).Where(type => type != "null").Select(type => (JsonNode)type!);
        others["type"] = new JsonArray([.. notNull]);
        var isNull = others.DeepClone().AsObject();
        isNull["type"] = "null";
        schema["anyOf"] = others["type"]!.AsArray().Count == 0 ? new JsonArray(isNull) : new JsonArray(others, isNull);
        return true;
    }

    /// <summary>Of integers, the same bound included or excluded.</summary>
    private static bool OtherBounds(JsonObject schema)
    {
        (string From, string To, int By)[] ways =
        [
            ("minimum", "exclusiveMinimum", -1), ("exclusiveMinimum", "minimum", 1),
            ("maximum", "exclusiveMaximum", 1), ("exclusiveMaximum", "maximum", -1),
        ];
        if (schema["type"] is not JsonValue type || !type.TryGetValue<string>(out var only) || only != "integer")
        {
            return false;
        }

        foreach (var (from, to, by) in ways)
        {
            if (schema[from] is JsonValue bound && bound.TryGetValue<int>(out var value) && !schema.ContainsKey(to))
            {
                schema.Remove(from);
                schema[to] = value + by;
                return true;
            }
        }

        return false;
    }

    private bool IntoAllOf(JsonObject schema)
    {
        var names = schema.Select(member => member.Key).Where(name => name is not ("$defs" or "allOf")).ToArray();
        if (names.Length == 0)
        {
            return false;
        }

        var name = names[random.Next(names.Length)];
        var moved = new JsonObject(Take(schema, Groups.FirstOrDefault(group => group.Contains(name)) ?? [name]));
        Include(schema, moved);
        return true;
    }

    private static bool ConditionAsLogic(JsonObject schema)
    {
        if (schema["if"] is not { } condition || schema.ContainsKey("anyOf"))
        {
            return false;
        }

        var parts = new JsonObject(Take(schema, ["if", "then", "else"]));
        var (then, otherwise) = (parts["then"]?.DeepClone() ?? new JsonObject(), parts["else"]?.DeepClone() ?? new JsonObject());
        schema["anyOf"] = new JsonArray(
            new JsonObject { ["allOf"] = new JsonArray(condition.DeepClone(), then) },
            new JsonObject { ["allOf"] = new JsonArray(new JsonObject { ["not"] = condition.DeepClone() }, otherwise) });
        return true;
    }

    private static bool Wrap(JsonObject schema, string name)
    {
        var moved = new JsonObject(Take(schema, [.. schema.Select(member => member.Key).Where(key => key != "$defs")]));
        schema[name] = new JsonArray(moved);
        return true;
    }

    private static bool NotNot(JsonObject schema)
    {
        var moved = new JsonObject(Take(schema, [.. schema.Select(member => member.Key).Where(key => key != "$defs")]));
        schema["not"] = new JsonObject { ["not"] = moved };
        return true;
    }

    private static bool DependenciesAsLogic(JsonObject schema)
    {
        if (schema["dependentRequired"] is not JsonObject dependencies)
        {
            return false;
        }

        schema.Remove("dependentRequired");
        foreach (var (name, needed) in dependencies)
        {
            Include(schema, new JsonObject
            {
                ["if"] = new JsonObject { ["type"] = "object", ["required"] = new JsonArray(name) },
                ["then"] = new JsonObject { ["required"] = needed!.DeepClone() },
            });
        }

        return true;
    }

    private static void Include(JsonObject schema, JsonNode part)
    {
        var all = schema["allOf"] as JsonArray ?? [];
        schema["allOf"] = all;
        all.Add(part);
    }

    private static List<KeyValuePair<string, JsonNode?>> Take(JsonObject schema, string[] names)
    {
        var taken = names.Where(schema.ContainsKey).Select(name => KeyValuePair.Create(name, schema[name]?.DeepClone())).ToList();
        taken.ForEach(member => schema.Remove(member.Key));
        return taken;
    }

    /// <summary>The same for values that are equal, 1 and 1.0.</summary>
    private static string Same(JsonNode? value) =>
        value is JsonValue number && number.TryGetValue<double>(out var read) ? $"{read:R}" : value?.ToJsonString() ?? "null";
}

using System.Text.Json;
using Waybill.JsonSchemas;

namespace Waybill.Catalog.Reading;

/// <summary>Lists every property a schema describes, at any depth, with its personal-data class.</summary>
internal sealed class PropertyReader(CatalogFolder folder, string file, JsonElement document)
{
    private const string Keyword = "x-personal-data";
    private const string Any = "*";

    /// <summary>Far more than an event has; definitions that refer to each other can multiply without end.</summary>
    private const int MostWalked = 20_000;

    private static readonly IReadOnlyDictionary<string, PersonalDataClass> Classes = Fields.Words<PersonalDataClass>();

    private readonly List<EventProperty> _properties = [];
    private readonly HashSet<string> _underway = new(StringComparer.Ordinal);
    private int _walked;

    public IReadOnlyList<EventProperty> Read()
    {
        Walk(document, "", "");
        if (_walked > MostWalked)
        {
            folder.Report(file, null, "", $"describes more than {MostWalked} places of an event; the rest is not looked at", StructureRule.Schema);
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
        foreach (var keyword in schema.EnumerateObject())
        {
            WalkKeyword(keyword, $"{pointer}/{keyword.Name}", path);
        }

        _underway.Remove(pointer);
    }

    private void WalkKeyword(JsonProperty keyword, string pointer, string path)
    {
        switch (keyword.Name)
        {
            case "properties":
                ForEachMember(keyword.Value, pointer, (name, schema, at) => Add(schema, at, $"{path}/{JsonPointer.Escape(name)}"));
                break;
            case "patternProperties":
                ForEachMember(keyword.Value, pointer, (_, schema, at) => Add(schema, at, $"{path}/{Any}"));
                break;
            case "additionalProperties" when keyword.Value.ValueKind == JsonValueKind.Object:
                Add(keyword.Value, pointer, $"{path}/{Any}");
                break;
            case "items" or "contains":
                Walk(keyword.Value, pointer, $"{path}/{Any}");
                break;
            case "prefixItems":
                ForEachItem(keyword.Value, pointer, (schema, at) => Walk(schema, at, $"{path}/{Any}"));
                break;
            case "allOf" or "anyOf" or "oneOf":
                ForEachItem(keyword.Value, pointer, (schema, at) => Walk(schema, at, path));
                break;
            case "dependentSchemas":
                ForEachMember(keyword.Value, pointer, (_, schema, at) => Walk(schema, at, path));
                break;
            case "if" or "then" or "else":
                Walk(keyword.Value, pointer, path);
                break;
            case "$ref" when Target(keyword.Value) is var (schema, at):
                Walk(schema, at, path);
                break;
        }
    }

    private void Add(JsonElement schema, string pointer, string path)
    {
        if (ClassOf(schema) is not { } written)
        {
            folder.Report(file, null, pointer, $"has no {Keyword}; allowed: {string.Join(", ", Classes.Keys)}", StructureRule.Unclassified);
        }
        else if (written.ValueKind != JsonValueKind.String || !Classes.TryGetValue(written.GetString()!, out var found))
        {
            folder.Report(file, null, $"{pointer}/{Keyword}", $"{written.GetRawText()} given; allowed: {string.Join(", ", Classes.Keys)}", StructureRule.Unclassified);
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

            if (!schema.TryGetProperty("$ref", out var reference) || Target(reference) is not var (target, _))
            {
                return null;
            }

            schema = target;
        }

        return null;
    }

    private (JsonElement Schema, string At)? Target(JsonElement reference)
    {
        if (reference.ValueKind != JsonValueKind.String || reference.GetString() is not ['#', .. var fragment])
        {
            return null;
        }

        var pointer = Uri.UnescapeDataString(fragment);
        return JsonPointer.Find(document, pointer) is { } schema ? (schema, pointer) : null;
    }

    private static void ForEachMember(JsonElement members, string pointer, Action<string, JsonElement, string> visit)
    {
        if (members.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in members.EnumerateObject())
            {
                visit(member.Name, member.Value, $"{pointer}/{JsonPointer.Escape(member.Name)}");
            }
        }
    }

    private static void ForEachItem(JsonElement items, string pointer, Action<JsonElement, string> visit)
    {
        if (items.ValueKind == JsonValueKind.Array)
        {
            foreach (var (i, item) in items.EnumerateArray().Index())
            {
                visit(item, $"{pointer}/{i}");
            }
        }
    }
}

using System.Text.Json;
using Waybill.JsonSchemas.Documents;

namespace Waybill.Catalog.Compatibility.Changes;

/// <summary>Lists what differs between two versions of a schema, keyword by keyword; what only describes is left out.</summary>
internal sealed class SchemaChanges
{
    private const int LongestText = 60;

    private static readonly HashSet<string> Describing = new(
        [
            "$schema", "$id", "$comment", "title", "description", "default", "deprecated", "readOnly", "writeOnly", "examples",
            "contentEncoding", "contentMediaType", "contentSchema",
        ],
        StringComparer.Ordinal);

    private readonly List<SchemaChange> _changes = [];

    public static IReadOnlyList<SchemaChange> Between(JsonElement old, JsonElement @new)
    {
        var changes = new SchemaChanges();
        changes.Compare(old, @new, []);
        return changes._changes;
    }

    private void Compare(JsonElement old, JsonElement @new, string[] at)
    {
        if (JsonElement.DeepEquals(old, @new))
        {
            return;
        }

        if (old.ValueKind != JsonValueKind.Object || @new.ValueKind != JsonValueKind.Object)
        {
            Add(at, "schema-replaced", $"the schema {Show(old)} becomes {Show(@new)}", at, [], @new);
            return;
        }

        var names = old.EnumerateObject().Concat(@new.EnumerateObject()).Select(member => member.Name).Distinct(StringComparer.Ordinal);
        foreach (var name in names.Where(name => !Describing.Contains(name) && !name.StartsWith("x-", StringComparison.Ordinal)))
        {
            Keyword(name, Member(old, name), Member(@new, name), at);
        }
    }

    private void Keyword(string name, JsonElement? old, JsonElement? @new, string[] at)
    {
        string[] inner = [.. at, name];
        if (old is { } same && @new is { } still && JsonElement.DeepEquals(same, still))
        {
            return;
        }

        var holder = SchemaPart.HolderOf(name);
        if (holder == JsonValueKind.Object)
        {
            Map(name, old, @new, at);
        }
        else if (name is "required" or "enum"
                 && old is { ValueKind: JsonValueKind.Array } before && @new is { ValueKind: JsonValueKind.Array } after)
        {
            Values(name, before, after, at);
        }
        else if (name == "required")
        {
            Values(name, old ?? JsonElement.Parse("[]"), @new ?? JsonElement.Parse("[]"), at);
        }
        else if (holder == JsonValueKind.Undefined
                 && old is { ValueKind: JsonValueKind.Object } oldSchema && @new is { ValueKind: JsonValueKind.Object } newSchema)
        {
            Compare(oldSchema, newSchema, inner);
        }
        else if (holder == JsonValueKind.Array
                 && old is { ValueKind: JsonValueKind.Array } oldList && @new is { ValueKind: JsonValueKind.Array } newList
                 && oldList.GetArrayLength() == newList.GetArrayLength())
        {
            foreach (var (i, (one, other)) in oldList.EnumerateArray().Zip(newList.EnumerateArray()).Index())
            {
                Compare(one, other, [.. inner, $"{i}"]);
            }
        }
        else
        {
            Add(inner, $"{name}-{KindOf(old, @new)}", Words(name, old, @new), at, [], @new);
        }
    }

    /// <summary>Schemas by name: each name for itself. A definition that comes or goes says nothing until something refers to it.</summary>
    private void Map(string name, JsonElement? old, JsonElement? @new, string[] at)
    {
        var (before, after) = (Members(old), Members(@new));
        foreach (var key in before.Keys.Union(after.Keys, StringComparer.Ordinal))
        {
            string[] inner = [.. at, name, key];
            var (was, isNow) = (before.ContainsKey(key), after.ContainsKey(key));
            if (was && isNow)
            {
                Compare(before[key], after[key], inner);
            }
            else if (name != "$defs")
            {
                var noun = name == "properties" ? "property" : name;
                var (rule, says) = isNow ? ("added", "is new") : ("removed", "is gone");
                Add(inner, $"{noun}-{rule}", $"{noun} '{key}' {says}", at, name == "properties" ? [key] : [], isNow ? after[key] : null);
            }
        }
    }

    /// <summary>Values in a list without order: each name of <c>required</c> for itself, those of <c>enum</c> together.</summary>
    private void Values(string name, JsonElement old, JsonElement @new, string[] at)
    {
        var (before, after) = (old.EnumerateArray().ToList(), @new.EnumerateArray().ToList());
        var added = after.Where(value => !before.Exists(known => JsonElement.DeepEquals(known, value))).ToList();
        var removed = before.Where(value => !after.Exists(known => JsonElement.DeepEquals(known, value))).ToList();
        if (name == "enum")
        {
            AddValues("enum-added", "allows", added, [.. before, .. added]);
            AddValues("enum-removed", "no longer allows", removed, before.Except(removed));
            return;
        }

        foreach (var value in added)
        {
            Add([.. at, name], "required-added", $"'{value}' becomes required", at, [value.ToString()], Array([.. before, value]));
        }

        foreach (var value in removed)
        {
            var rest = Array(before.Where(known => !JsonElement.DeepEquals(known, value)));
            Add([.. at, name], "required-removed", $"'{value}' is no longer required", at, [value.ToString()], rest);
        }

        void AddValues(string rule, string says, List<JsonElement> values, IEnumerable<JsonElement> result)
        {
            if (values.Count > 0)
            {
                Add([.. at, name], rule, $"enum {says} {string.Join(", ", values.Select(value => Show(value)))}", at, [], Array(result));
            }
        }
    }

    private void Add(string[] tokens, string rule, string what, string[] schema, IReadOnlyList<string> properties, JsonElement? after) =>
        _changes.Add(new SchemaChange(Pointer(tokens), rule, what, Pointer(schema), properties, tokens, after));

    private static string Pointer(string[] tokens) => string.Concat(tokens.Select(token => $"/{JsonPointer.Escape(token)}"));

    private static string KindOf(JsonElement? old, JsonElement? @new) => (old, @new) switch
    {
        (null, _) => "added",
        (_, null) => "removed",
        ({ ValueKind: JsonValueKind.Number } before, { ValueKind: JsonValueKind.Number } after) =>
            JsonNumber.Of(before).Versus(JsonNumber.Of(after)) < 0 ? "raised" : "lowered",
        _ => "changed",
    };

    private static string Words(string name, JsonElement? old, JsonElement? @new) => (old, @new) switch
    {
        (null, { } after) => $"{name} {Show(after)} is new",
        ({ } before, null) => $"{name} {Show(before)} is gone",
        ({ } before, { } after) => $"{name} {Show(before)} becomes {Show(after)}",
        _ => name,
    };

    private static string Show(JsonElement value) =>
        value.GetRawText() is { Length: > LongestText } text ? $"{text[..LongestText]}…" : value.GetRawText();

    private static JsonElement? Member(JsonElement schema, string name) => schema.TryGetProperty(name, out var value) ? value : null;

    private static Dictionary<string, JsonElement> Members(JsonElement? map) => map is { ValueKind: JsonValueKind.Object } members
        ? members.EnumerateObject().ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal)
        : [];

    private static JsonElement Array(IEnumerable<JsonElement> values) =>
        JsonElement.Parse($"[{string.Join(',', values.Select(value => value.GetRawText()))}]");
}

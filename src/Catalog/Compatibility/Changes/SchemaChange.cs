using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Waybill.Catalog.Compatibility.Changes;

/// <summary>One thing that differs between two versions of a schema.</summary>
/// <param name="Pointer">JSON pointer of what differs: in the new schema, or in the old one when it is gone.</param>
/// <param name="Rule">Keyword and kind of change: <c>maxLength-lowered</c>.</param>
/// <param name="What">The change in words.</param>
/// <param name="Schema">JSON pointer of the schema whose values are concerned.</param>
/// <param name="Properties">Properties of those values that alone are concerned; none when all of the value is.</param>
/// <param name="Tokens">Where the edit is made, from the root.</param>
/// <param name="After">What stands there afterwards; null when nothing does.</param>
internal sealed record SchemaChange(
    string Pointer, string Rule, string What, string Schema, IReadOnlyList<string> Properties, IReadOnlyList<string> Tokens,
    JsonElement? After)
{
    /// <summary>The old schema with this change and no other, and with the new definitions that it may refer to.</summary>
    public JsonNode ApplyTo(JsonElement old, JsonElement @new)
    {
        var copy = Copy(old)!;
        if (Tokens.Count == 0)
        {
            return Copy(@new)!;
        }

        AddDefinitions(copy, @new);
        var at = copy;
        foreach (var token in Tokens.SkipLast(1))
        {
            at = at is JsonArray list ? list[Index(token)]! : at[token] ?? (at[token] = new JsonObject());
        }

        Set(at, Tokens[^1]);
        return copy;
    }

    private static int Index(string token) => int.Parse(token, CultureInfo.InvariantCulture);

    private static JsonNode? Copy(JsonElement element) => JsonNode.Parse(element.GetRawText());

    private static void AddDefinitions(JsonNode copy, JsonElement @new)
    {
        if (copy is not JsonObject root || @new.ValueKind != JsonValueKind.Object || !@new.TryGetProperty("$defs", out var definitions))
        {
            return;
        }

        var known = root["$defs"] as JsonObject ?? [];
        root["$defs"] = known;
        foreach (var definition in definitions.EnumerateObject().Where(definition => !known.ContainsKey(definition.Name)))
        {
            known[definition.Name] = Copy(definition.Value);
        }
    }

    private void Set(JsonNode at, string last)
    {
        if (at is JsonArray list)
        {
            list[Index(last)] = Copy(After!.Value);
        }
        else if (After is { } after)
        {
            at[last] = Copy(after);
        }
        else
        {
            at.AsObject().Remove(last);
        }
    }
}

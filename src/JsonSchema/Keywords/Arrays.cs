using System.Text.Json;
using Waybill.JsonSchemas.Checking;
using Waybill.JsonSchemas.Documents;

namespace Waybill.JsonSchemas.Keywords;

/// <summary><c>prefixItems</c>: a schema for each of the first items.</summary>
internal sealed class PrefixItems(string pointer, IReadOnlyList<Subschema> schemas) : Keyword(pointer, JsonValueKind.Array)
{
    public static Keyword? Read(KeywordText text) => text.SchemaList() is { } schemas ? new PrefixItems(text.Pointer, schemas) : null;

    public override void Check(JsonElement value, Place place, Evaluation evaluation)
    {
        foreach (var (i, item) in value.EnumerateArray().Take(schemas.Count).Index())
        {
            schemas[i].Check(item, place.At(i), evaluation);
        }
    }
}

/// <summary><c>items</c>: one schema for every item after those of <c>prefixItems</c>.</summary>
internal sealed class Items(string pointer, Subschema schema, int first) : Keyword(pointer, JsonValueKind.Array)
{
    public static Keyword? Read(KeywordText text)
    {
        if (text.Value.ValueKind == JsonValueKind.Array)
        {
            return text.Refuse("an array of schemas is 'prefixItems' since 2020-12; allowed: one schema");
        }

        var hasPrefix = text.Siblings.TryGetProperty("prefixItems", out var prefix) && prefix.ValueKind == JsonValueKind.Array;
        return new Items(text.Pointer, text.Schema(), hasPrefix ? prefix.GetArrayLength() : 0);
    }

    public override void Check(JsonElement value, Place place, Evaluation evaluation)
    {
        foreach (var (i, item) in value.EnumerateArray().Index())
        {
            if (i >= first)
            {
                schema.Check(item, place.At(i), evaluation);
            }
        }
    }
}

/// <summary><c>contains</c>, with <c>minContains</c> and <c>maxContains</c>.</summary>
internal sealed class Contains(string pointer, Subschema schema, int least, int most) : Keyword(pointer, JsonValueKind.Array)
{
    public static Keyword? Read(KeywordText text)
    {
        var (least, most) = (Limit(text, "minContains") ?? 1, Limit(text, "maxContains") ?? int.MaxValue);
        return new Contains(text.Pointer, text.Schema(), least, most);
    }

    /// <summary>The limits belong to <c>contains</c> and say nothing without it, but have to be counts.</summary>
    public static Keyword? ReadLimit(KeywordText text)
    {
        text.Count();
        return null;
    }

    public override void Check(JsonElement value, Place place, Evaluation evaluation)
    {
        var found = 0;
        foreach (var (i, item) in value.EnumerateArray().Index())
        {
            if (evaluation.Try(schema, item, place.At(i)).IsClean)
            {
                found++;
            }
        }

        var limits = $"at least {least}{(most == int.MaxValue ? "" : $", at most {most}")}";
        if (found < least || found > most)
        {
            evaluation.Report(place, Pointer, $"has {found} items of the kind asked for; allowed: {limits}");
        }
    }

    private static int? Limit(KeywordText text, string name) =>
        text.Siblings.TryGetProperty(name, out var limit) && limit.ValueKind == JsonValueKind.Number
            ? JsonNumber.Of(limit).AsCount() : null;
}

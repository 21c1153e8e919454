using System.Text.Json;

namespace Waybill.Catalog.Schemas;

/// <summary>What a schema promises of one place in an event.</summary>
/// <param name="Exists">Whether the schema describes it.</param>
/// <param name="IsRequired">Whether it is there whenever what is around it is.</param>
/// <param name="Kinds">What it can be.</param>
/// <param name="Format">The <c>format</c> it has to have, if it is a text.</param>
internal sealed record Promise(bool Exists, bool IsRequired, JsonKinds Kinds, string? Format)
{
    /// <summary>What a schema without a word about a place promises.</summary>
    public static readonly Promise Nothing = new(false, false, JsonKinds.Any, null);

    /// <summary>What a schema that lets everything through promises of its own place.</summary>
    public static readonly Promise Anything = new(true, true, JsonKinds.Any, null);

    /// <summary>What one schema object says of its own place by <c>type</c>, <c>enum</c>, <c>const</c> and <c>format</c> alone.</summary>
    public static Promise Of(JsonElement schema)
    {
        var kinds = schema.TryGetProperty("type", out var type) ? OfType(type) : JsonKinds.Any;
        if (schema.TryGetProperty("enum", out var values) && values.ValueKind == JsonValueKind.Array)
        {
            kinds &= values.EnumerateArray().Aggregate(JsonKinds.None, (sum, value) => sum | OfValue(value));
        }

        kinds &= schema.TryGetProperty("const", out var only) ? OfValue(only) : JsonKinds.Any;
        return new Promise(true, true, kinds, schema.TryGetProperty("format", out var format) ? format.ToString() : null);
    }

    /// <summary>Both hold: of an event that satisfies two schemas.</summary>
    public Promise And(Promise other) =>
        new(Exists || other.Exists, IsRequired || other.IsRequired, Kinds & other.Kinds, Format ?? other.Format);

    /// <summary>One of the two holds.</summary>
    public Promise Or(Promise other) => (Exists, other.Exists) switch
    {
        (true, false) => this with { IsRequired = false },
        (false, true) => other with { IsRequired = false },
        _ => new Promise(Exists, IsRequired && other.IsRequired, Kinds | other.Kinds, Format == other.Format ? Format : null),
    };

    private static JsonKinds OfType(JsonElement type) => type.ValueKind switch
    {
        JsonValueKind.Array => type.EnumerateArray().Aggregate(JsonKinds.None, (sum, one) => sum | OfType(one)),
        JsonValueKind.String => type.GetString() switch
        {
            "string" => JsonKinds.Text,
            "number" => JsonKinds.Number,
            "integer" => JsonKinds.Integer,
            "boolean" => JsonKinds.Boolean,
            "array" => JsonKinds.Array,
            "object" => JsonKinds.Object,
            "null" => JsonKinds.Null,
            _ => JsonKinds.Any,
        },
        _ => JsonKinds.Any,
    };

    private static JsonKinds OfValue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => JsonKinds.Text,
        JsonValueKind.Number => value.TryGetInt64(out _) ? JsonKinds.Integer : JsonKinds.Number,
        JsonValueKind.True or JsonValueKind.False => JsonKinds.Boolean,
        JsonValueKind.Array => JsonKinds.Array,
        JsonValueKind.Object => JsonKinds.Object,
        _ => JsonKinds.Null,
    };
}

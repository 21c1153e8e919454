using System.Text.Json;
using Waybill.JsonSchemas.Documents;

namespace Waybill.Catalog.Schemas;

/// <summary>What a schema promises of one place in an event.</summary>
/// <param name="Exists">Whether the schema describes it.</param>
/// <param name="IsRequired">Whether it is there whenever what is around it is.</param>
/// <param name="Kinds">What it can be.</param>
/// <param name="Format">The <c>format</c> it has to have, if it is a text.</param>
public sealed record Promise(bool Exists, bool IsRequired, JsonKinds Kinds, string? Format)
{
    /// <summary>What a schema without a word about a place promises.</summary>
    public static readonly Promise Nothing = new(false, false, JsonKinds.Any, null);

    /// <summary>What a schema that lets everything through promises of its own place.</summary>
    public static readonly Promise Anything = new(true, true, JsonKinds.Any, null);

    /// <summary>What one schema object says of its own place by <c>type</c>, <c>enum</c>, <c>const</c> and <c>format</c> alone.</summary>
    public static Promise Of(JsonElement schema) =>
        new(true, true, JsonKind.AllowedBy(schema), schema.TryGetProperty("format", out var format) ? format.ToString() : null);

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
}

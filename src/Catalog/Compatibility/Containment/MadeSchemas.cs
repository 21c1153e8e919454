using System.Collections.Frozen;
using System.Text.Json;

namespace Waybill.Catalog.Compatibility.Containment;

/// <summary>Small schemas of our own that a proof needs beside those it compares.</summary>
internal static class MadeSchemas
{
    private static readonly FrozenDictionary<Kinds, SchemaNode> ByKind = KindsOf.Each.ToFrozenDictionary(kind => kind, kind =>
    {
        // An enumeration's name in lower case is JSON Schema's name of the kind.
#pragma warning disable CA1308
        var type = kind.ToString().ToLowerInvariant();
#pragma warning restore CA1308
        return SchemaDocument.Made($"type {type}", $$"""{ "type": "{{type}}" }""").Root;
    });

    public static SchemaNode Nothing { get; } = SchemaDocument.Made("false", "false").Root;

    public static SchemaNode OfKind(Kinds kind) => ByKind[kind];

    public static SchemaNode With(string property) => SchemaDocument.Made($"with {property}", $$"""{ "required": [{{Json(property)}}] }""").Root;

    public static SchemaNode Without(string property) =>
        SchemaDocument.Made($"without {property}", $$"""{ "properties": { {{Json(property)}}: false } }""").Root;

    private static string Json(string text) => JsonSerializer.Serialize(text, CompatibilityJson.Default.String);
}

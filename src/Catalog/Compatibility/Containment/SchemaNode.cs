using System.Text.Json;
using Waybill.JsonSchemas;

namespace Waybill.Catalog.Compatibility.Containment;

/// <summary>A schema at a place of a document.</summary>
/// <remarks>Members of the wrong JSON type read as absent: documents with those are refused before anything is compared.</remarks>
internal sealed record SchemaNode(SchemaDocument Document, string Pointer, JsonElement Element)
{
    public string Key => $"{Document.Name}#{Pointer}";

    public bool IsNever => Element.ValueKind == JsonValueKind.False;

    public bool Equals(SchemaNode? other) => other is not null && Document == other.Document && Pointer == other.Pointer;

    public override int GetHashCode() => Pointer.GetHashCode(StringComparison.Ordinal);

    /// <summary>Whether another schema has the same text, which means the same unless it refers to something outside itself.</summary>
    public bool SaysTheSameAs(SchemaNode other) => Equals(other) || (JsonElement.DeepEquals(Element, other.Element)
        && (Document == other.Document || !Element.GetRawText().Contains("Ref\"", StringComparison.OrdinalIgnoreCase)));

    public JsonElement? Keyword(string name) =>
        Element.ValueKind == JsonValueKind.Object && Element.TryGetProperty(name, out var value) ? value : null;

    public JsonNumber? Number(string name) => Keyword(name) is { ValueKind: JsonValueKind.Number } value ? JsonNumber.Of(value) : null;

    public int? Count(string name) => Number(name)?.AsCount();

    public string? Text(string name) => Keyword(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public IEnumerable<string> Texts(string name) => Texts(Keyword(name));

    public static IEnumerable<string> Texts(JsonElement? list) => list is { ValueKind: JsonValueKind.Array } array
        ? array.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)
        : [];

    /// <summary>The one schema a keyword holds, such as <c>items</c>.</summary>
    public SchemaNode? Child(string name) => Keyword(name) is { } value ? new SchemaNode(Document, $"{Pointer}/{name}", value) : null;

    /// <summary>The schemas a keyword holds by name, such as <c>properties</c>.</summary>
    public IEnumerable<(string Name, SchemaNode Schema)> Map(string name) => Keyword(name) is { ValueKind: JsonValueKind.Object } map
        ? map.EnumerateObject().Select(member => (member.Name, new SchemaNode(Document, $"{Pointer}/{name}/{JsonPointer.Escape(member.Name)}", member.Value)))
        : [];

    public SchemaNode? Member(string name, string member) =>
        Keyword(name) is { ValueKind: JsonValueKind.Object } map && map.TryGetProperty(member, out var value)
            ? new SchemaNode(Document, $"{Pointer}/{name}/{JsonPointer.Escape(member)}", value)
            : null;

    /// <summary>The schemas a keyword holds in order, such as <c>anyOf</c>.</summary>
    public IReadOnlyList<SchemaNode> List(string name) => Keyword(name) is { ValueKind: JsonValueKind.Array } list
        ? [.. list.EnumerateArray().Select((item, i) => new SchemaNode(Document, $"{Pointer}/{name}/{i}", item))]
        : [];

    /// <summary>The values <c>enum</c> or <c>const</c> allows; null when neither is there.</summary>
    public IEnumerable<JsonElement>? Values() => Keyword("const") is { } only ? [only]
        : Keyword("enum") is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray()
        : null;
}

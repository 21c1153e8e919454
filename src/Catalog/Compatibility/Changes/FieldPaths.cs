using System.Text.Json;
using Waybill.Catalog.Compatibility.Containment;
using Waybill.JsonSchemas;

namespace Waybill.Catalog.Compatibility.Changes;

/// <summary>Which places of <c>data</c> each schema of a document speaks of: <c>/items/*/sku</c>.</summary>
internal sealed class FieldPaths
{
    /// <summary>A schema that contains itself speaks of places without end; the first ones will do.</summary>
    private const int MostPlaces = 5_000;

    private const string Any = "*";

    private readonly Dictionary<string, HashSet<string>> _byPointer = new(StringComparer.Ordinal);
    private readonly HashSet<string> _underway = new(StringComparer.Ordinal);
    private int _places;

    private FieldPaths(SchemaDocument document) => Walk(document.Root, "");

    public static FieldPaths Of(SchemaDocument document) => new(document);

    public IEnumerable<string> At(string pointer) => _byPointer.GetValueOrDefault(pointer) ?? [];

    private void Walk(SchemaNode schema, string path)
    {
        if (!_byPointer.TryGetValue(schema.Pointer, out var paths))
        {
            _byPointer.Add(schema.Pointer, paths = new HashSet<string>(StringComparer.Ordinal));
        }

        paths.Add(path);
        if (schema.Element.ValueKind != JsonValueKind.Object || ++_places > MostPlaces || !_underway.Add(schema.Pointer))
        {
            return;
        }

        foreach (var (inner, at) in Inside(schema, path))
        {
            Walk(inner, at);
        }

        _underway.Remove(schema.Pointer);
    }

    private static IEnumerable<(SchemaNode Schema, string Path)> Inside(SchemaNode schema, string path) =>
    [
        .. schema.Map("properties").Select(property => (property.Schema, $"{path}/{JsonPointer.Escape(property.Name)}")),
        .. schema.Map("patternProperties").Select(property => (property.Schema, $"{path}/{Any}")),
        .. One(schema.Child("additionalProperties"), $"{path}/{Any}"),
        .. One(schema.Child("items"), $"{path}/{Any}"),
        .. One(schema.Child("contains"), $"{path}/{Any}"),
        .. schema.List("prefixItems").Select(item => (item, $"{path}/{Any}")),
        .. One(schema.Child("propertyNames"), path),
        .. Mentions.InPlace(schema).Select(inner => (inner, path)),
    ];

    private static IEnumerable<(SchemaNode, string)> One(SchemaNode? schema, string path) => schema is null ? [] : [(schema, path)];
}

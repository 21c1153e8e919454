using System.Text.Json;
using Waybill.JsonSchemas.Documents;

namespace Waybill.Catalog.Compatibility.Changes;

/// <summary>Which places of <c>data</c> each schema of a document speaks of: <c>/items/*/sku</c>.</summary>
internal sealed class FieldPaths
{
    /// <summary>A schema that contains itself speaks of places without end; the first ones will do.</summary>
    private const int MostPlaces = 5_000;

    private readonly Dictionary<string, HashSet<string>> _byPointer = new(StringComparer.Ordinal);
    private readonly HashSet<string> _underway = new(StringComparer.Ordinal);
    private readonly SchemaReferences _references;
    private int _places;

    private FieldPaths(JsonElement document)
    {
        _references = new SchemaReferences(document);
        Walk(document, "", "");
    }

    public static FieldPaths Of(JsonElement document) => new(document);

    public IEnumerable<string> At(string pointer) => _byPointer.GetValueOrDefault(pointer) ?? [];

    private void Walk(JsonElement schema, string at, string path)
    {
        if (!_byPointer.TryGetValue(at, out var paths))
        {
            _byPointer.Add(at, paths = new HashSet<string>(StringComparer.Ordinal));
        }

        paths.Add(path);
        if (schema.ValueKind != JsonValueKind.Object || ++_places > MostPlaces || !_underway.Add(at))
        {
            return;
        }

        foreach (var part in SchemaPart.Of(schema, at).Where(part => part.Subject != Subject.Definition))
        {
            Walk(part.Schema, part.At, part.Subject switch
            {
                Subject.SameValue or Subject.MemberNames => path,
                Subject.Member => $"{path}/{JsonPointer.Escape(part.Name!)}",
                _ => $"{path}/*",
            });
        }

        if (schema.TryGetProperty("$ref", out var reference) && _references.Resolve(reference.GetString()!) is { } target)
        {
            Walk(target.Schema, target.At, path);
        }

        _underway.Remove(at);
    }
}

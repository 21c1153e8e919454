using System.Text.Json;
using Waybill.JsonSchemas.Keywords;

namespace Waybill.JsonSchemas;

/// <summary>Turns a schema document into <see cref="Subschema"/>s, and collects every place it cannot promise to check.</summary>
internal sealed class SchemaReader(JsonElement document)
{
    private const string Dialect = "https://json-schema.org/draft/2020-12/schema";

    private readonly Dictionary<string, Subschema> _byPointer = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Subschema> _byAnchor = new(StringComparer.Ordinal);
    private readonly Queue<Reference> _references = [];
    private readonly List<SchemaProblem> _problems = [];

    public IReadOnlyList<SchemaProblem> Problems => _problems;

    /// <summary>Every schema of the document by its JSON pointer.</summary>
    public IReadOnlyDictionary<string, Subschema> Subschemas => _byPointer;

    public Subschema ReadDocument()
    {
        if (document.ValueKind == JsonValueKind.Object && document.TryGetProperty("$schema", out var dialect)
            && !(dialect.ValueKind == JsonValueKind.String && string.Equals(dialect.GetString()!.TrimEnd('#'), Dialect, StringComparison.Ordinal)))
        {
            Refuse("/$schema", $"{dialect.GetRawText()} is not a dialect this validator knows; allowed: \"{Dialect}\"");
        }

        var root = Read(document, "");
        while (_references.TryDequeue(out var reference))
        {
            Resolve(reference);
        }

        if (_problems.Count == 0)
        {
            CircleCheck.Run(_byPointer.Values, Refuse);
        }

        return root;
    }

    /// <summary>The schema written at <paramref name="pointer"/>; the same one however often it is asked for.</summary>
    public Subschema Read(JsonElement schema, string pointer)
    {
        if (_byPointer.TryGetValue(pointer, out var known))
        {
            return known;
        }

        var subschema = new Subschema(pointer) { IsNever = schema.ValueKind == JsonValueKind.False };
        _byPointer.Add(pointer, subschema);

        if (schema.ValueKind == JsonValueKind.Object)
        {
            ReadKeywords(schema, subschema);
        }
        else if (schema.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Refuse(pointer, $"a schema is an object, true or false; this is {JsonKind.Of(schema)}");
        }

        return subschema;
    }

    public void Enqueue(Reference reference) => _references.Enqueue(reference);

    public void Refuse(string pointer, string message) => _problems.Add(new SchemaProblem(pointer, message));

    public void AddAnchor(string name, Subschema subschema, string pointer)
    {
        if (!_byAnchor.TryAdd(name, subschema))
        {
            Refuse(pointer, $"a second schema calls itself '{name}'");
        }
    }

    private void ReadKeywords(JsonElement schema, Subschema into)
    {
        foreach (var member in schema.EnumerateObject())
        {
            var text = new KeywordText(this, into, schema, member.Name, member.Value);
            if (KeywordTable.Read(text) is { } keyword)
            {
                into.Add(keyword);
            }
        }
    }

    private void Resolve(Reference reference)
    {
        var fragment = Uri.UnescapeDataString(reference.Uri[1..]);
        if (fragment.Length > 0 && fragment[0] != '/')
        {
            reference.Target = _byAnchor.GetValueOrDefault(fragment);
        }
        else if (JsonPointer.Find(document, fragment) is { } schema)
        {
            reference.Target = Read(schema, fragment);
        }

        if (reference.Target is null)
        {
            Refuse(reference.Pointer, $"'{reference.Uri}' leads nowhere in this document");
        }
    }
}

using System.Text.Json;
using Waybill.JsonSchemas.Checking;
using Waybill.JsonSchemas.Documents;

namespace Waybill.JsonSchemas.Keywords;

/// <summary>Turns a schema document into <see cref="Subschema"/>s, and collects every place it cannot promise to check.</summary>
internal sealed class SchemaReader(JsonElement document)
{
    private const string Dialect = "https://json-schema.org/draft/2020-12/schema";

    private readonly Dictionary<string, Subschema> _byPointer = new(StringComparer.Ordinal);
    private readonly HashSet<string> _anchors = new(StringComparer.Ordinal);
    private readonly SchemaReferences _targets = new(document);
    private readonly Queue<Reference> _references = [];
    private readonly List<SchemaViolation> _violations = [];

    public IReadOnlyList<SchemaViolation> Violations => _violations;

    public Subschema ReadDocument()
    {
        if (document.ValueKind == JsonValueKind.Object && document.TryGetProperty("$schema", out var dialect)
            && !(dialect.ValueKind == JsonValueKind.String && dialect.GetString()!.TrimEnd('#') == Dialect))
        {
            Refuse("/$schema", $"{dialect.GetRawText()} is not a dialect this validator knows; allowed: \"{Dialect}\"");
        }

        var root = Read(document, "");
        while (_references.TryDequeue(out var reference))
        {
            Resolve(reference);
        }

        if (_violations.Count == 0)
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
            Refuse(pointer, $"a schema is an object, true or false; this is {JsonKind.WordOf(schema)}");
        }

        return subschema;
    }

    public bool IsOwn(string reference) => _targets.IsOwn(reference);

    public void Enqueue(Reference reference) => _references.Enqueue(reference);

    public void Refuse(string pointer, string message) => _violations.Add(new SchemaViolation(pointer, "", message));

    public void AddAnchor(string name, string pointer)
    {
        if (!_anchors.Add(name))
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
        if (_targets.Resolve(reference.Uri) is { } target)
        {
            reference.Target = Read(target.Schema, target.At);
        }
        else
        {
            Refuse(reference.Pointer, $"'{reference.Uri}' leads nowhere in this document");
        }
    }
}

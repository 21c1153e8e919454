using System.Text;
using System.Text.Json;
using Waybill.JsonSchemas;
using Waybill.JsonSchemas.Keywords;

namespace Waybill.Catalog.Compatibility.Containment;

/// <summary>One schema document: where its references lead, and whether it accepts a value.</summary>
/// <param name="name">Tells it from the other documents of a comparison.</param>
/// <param name="root">The schema as it was written.</param>
/// <param name="validator">The same, ready to check values; null when our validator refuses it.</param>
internal sealed class SchemaDocument(string name, JsonElement root, JsonSchema? validator)
{
    private readonly Lazy<Dictionary<string, string>> _anchors = new(() => Anchors(root));
    private readonly Dictionary<string, Pattern?> _patterns = new(StringComparer.Ordinal);

    public string Name { get; } = name;

    public SchemaNode Root => new(this, "", root);

    public JsonSchema? Validator { get; } = validator;

    public static SchemaDocument Of(string name, JsonSchema schema) => new(name, schema.Document, schema);

    /// <summary>A schema of our own making.</summary>
    public static SchemaDocument Made(string name, string json) => Of(name, JsonSchema.Parse(Encoding.UTF8.GetBytes(json)));

    /// <summary>Where <c>$ref</c> leads; null when that is not in this document.</summary>
    public SchemaNode? Resolve(string uri)
    {
        if (!uri.StartsWith('#'))
        {
            return null;
        }

        var fragment = Uri.UnescapeDataString(uri[1..]);
        var pointer = fragment is "" or ['/', ..] ? fragment : _anchors.Value.GetValueOrDefault(fragment);
        return pointer is not null && JsonPointer.Find(root, pointer) is { } element ? new SchemaNode(this, pointer, element) : null;
    }

    /// <summary>Whether the schema at <paramref name="node"/> accepts a value; null when nobody can say.</summary>
    public bool? Accepts(SchemaNode node, JsonElement value)
    {
        if (node.Element.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return node.Element.ValueKind == JsonValueKind.True;
        }

        if (Validator?.Within(node.Pointer)?.Validate(value) is not { } violations)
        {
            return null;
        }

        // A violation without any place is a check that was given up.
        return violations.Any(violation => violation is { InstancePointer: "", SchemaPointer: "" }) ? null : violations.Count == 0;
    }

    /// <summary>Whether a pattern of this document matches a name; null when nobody can say.</summary>
    public bool? Matches(string pattern, string name)
    {
        if (!_patterns.TryGetValue(pattern, out var known))
        {
            _patterns.Add(pattern, known = ReadPattern(pattern));
        }

        return known?.IsIn(name);
    }

    private static Pattern? ReadPattern(string pattern)
    {
        try
        {
            return Pattern.Parse(pattern);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static Dictionary<string, string> Anchors(JsonElement root)
    {
        var anchors = new Dictionary<string, string>(StringComparer.Ordinal);
        var open = new Stack<(JsonElement Element, string Pointer)>([(root, "")]);
        while (open.TryPop(out var at))
        {
            foreach (var (token, child) in Children(at.Element))
            {
                if (token == "$anchor" && child.ValueKind == JsonValueKind.String)
                {
                    anchors.TryAdd(child.GetString()!, at.Pointer);
                }

                open.Push((child, $"{at.Pointer}/{JsonPointer.Escape(token)}"));
            }
        }

        return anchors;
    }

    private static IEnumerable<(string Token, JsonElement Child)> Children(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Select(member => (member.Name, member.Value)),
        JsonValueKind.Array => element.EnumerateArray().Select((item, i) => ($"{i}", item)),
        _ => [],
    };
}

using System.Text.Json;

namespace Waybill.Catalog.Compatibility.Containment;

/// <summary>
/// Every schema of a document that speaks of one place of its values, in whatever alternative, condition or exclusion: a name that
/// none of them mentions is left to later versions.
/// </summary>
internal sealed class Mentions
{
    private static readonly string[] Branches = ["if", "then", "else", "not"];
    private static readonly string[] Lists = ["allOf", "anyOf", "oneOf"];

    private readonly HashSet<SchemaNode> _speakers = [];

    private Mentions(IEnumerable<SchemaNode> speakers)
    {
        var open = new Queue<SchemaNode>(speakers);
        while (open.TryDequeue(out var speaker))
        {
            if (speaker.Element.ValueKind == JsonValueKind.Object && _speakers.Add(speaker))
            {
                foreach (var inner in InPlace(speaker))
                {
                    open.Enqueue(inner);
                }
            }
        }
    }

    public IEnumerable<string> Keys => _speakers.Select(speaker => $"@{speaker.Key}");

    /// <summary>The schemas themselves.</summary>
    public IReadOnlyCollection<SchemaNode> Speakers => _speakers;

    public static Mentions Of(params IEnumerable<SchemaNode> schemas) => new(schemas);

    /// <summary>Whether no schema speaks of a property, by name, by pattern or by leave for any name (<c>additionalProperties</c>).</summary>
    public bool Leaves(string name) => !_speakers.Any(speaker => SpeaksOf(speaker, name));

    public Mentions Member(string name) => new(_speakers.SelectMany(speaker => Members(speaker, name)));

    /// <summary>The member under a name that no <c>properties</c> gives.</summary>
    public Mentions OtherMember() => new(_speakers.SelectMany(speaker =>
        speaker.Map("patternProperties").Select(pattern => pattern.Schema).Concat(One(speaker.Child("additionalProperties")))));

    public Mentions Item(int index) => new(_speakers.SelectMany(speaker =>
        speaker.List("prefixItems").Skip(index).Take(1).Concat(One(speaker.Child("items"))).Concat(One(speaker.Child("contains")))));

    private static bool SpeaksOf(SchemaNode speaker, string name) =>
        PropertyNames.IsNamed(speaker, name) != false
        || speaker.Keyword("additionalProperties") is not null
        || speaker.Texts("required").Contains(name)
        || speaker.Member("dependentSchemas", name) is not null
        || (speaker.Keyword("dependentRequired") is { ValueKind: JsonValueKind.Object } map && map.EnumerateObject().Any(
            dependency => dependency.Name == name || SchemaNode.Texts(dependency.Value).Contains(name)));

    private static IEnumerable<SchemaNode> Members(SchemaNode speaker, string name) =>
        One(speaker.Member("properties", name))
            .Concat(speaker.Map("patternProperties").Where(pattern => speaker.Document.Matches(pattern.Name, name) != false).Select(pattern => pattern.Schema))
            .Concat(One(speaker.Child("additionalProperties")));

    /// <summary>The schemas that speak of the very same value.</summary>
    public static IEnumerable<SchemaNode> InPlace(SchemaNode schema) =>
    [
        .. Branches.SelectMany(name => One(schema.Child(name))),
        .. Lists.SelectMany(schema.List),
        .. schema.Map("dependentSchemas").Select(dependency => dependency.Schema),
        .. One(schema.Text("$ref") is { } uri ? schema.Document.Resolve(uri) : null),
    ];

    private static IEnumerable<SchemaNode> One(SchemaNode? schema) => schema is null ? [] : [schema];
}

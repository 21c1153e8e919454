using System.Text.Json;
using Waybill.JsonSchemas.Documents;
using Waybill.JsonSchemas.Patterns;

namespace Waybill.Catalog.Compatibility.Formulas;

/// <summary>
/// Every schema of a document that speaks of one place of its values, in whatever branch, condition or exclusion; and what <c>const</c> and
/// <c>enum</c> have there.
/// </summary>
internal sealed class Speakers
{
    private readonly SchemaReferences _references;
    private readonly Dictionary<string, JsonElement> _byPointer = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonElement> _constants = new(StringComparer.Ordinal);

    private Speakers(SchemaReferences references, IEnumerable<(string At, JsonElement Schema)> schemas, IEnumerable<Inner> constants)
    {
        _references = references;
        foreach (var constant in constants)
        {
            _constants.TryAdd(constant.At, constant.Value);
        }

        var open = new Queue<(string At, JsonElement Schema)>(schemas);
        while (open.TryDequeue(out var speaker))
        {
            if (speaker.Schema.ValueKind != JsonValueKind.Object || !_byPointer.TryAdd(speaker.At, speaker.Schema))
            {
                continue;
            }

            foreach (var part in SchemaPart.Of(speaker.Schema, speaker.At).Where(part => part.Subject == Subject.SameValue))
            {
                open.Enqueue((part.At, part.Schema));
            }

            foreach (var constant in ConstantsOf(speaker.Schema, speaker.At))
            {
                _constants.TryAdd(constant.At, constant.Value);
            }

            if (Keyword(speaker.Schema, "$ref") is { } reference && references.Resolve(reference.GetString()!) is { } target)
            {
                open.Enqueue(target);
            }
        }
    }

    public string Key => string.Join(' ', _byPointer.Keys.Concat(_constants.Keys).Order(StringComparer.Ordinal));

    public bool AreSilent => _byPointer.Count == 0;

    /// <summary>The names of members that <c>properties</c> gives.</summary>
    public IEnumerable<string> Names => Parts(Subject.Member).Select(part => part.Name!).Distinct(StringComparer.Ordinal);

    public int LongestPrefix => Parts(Subject.Item).Select(part => part.Index + 1).DefaultIfEmpty().Max();

    public static Speakers Of(JsonElement document) => new(new SchemaReferences(document), [("", document)], []);

    /// <summary>
    /// Whether one speaks of a member, by name, by pattern, by leave for any name (<c>additionalProperties</c>) or in a constant.
    /// </summary>
    public bool SpeakOf(string name) =>
        _byPointer.Values.Any(speaker => SpeaksOf(speaker, name)) || InConstants().Any(inner => inner.Name == name);

    public Speakers Member(string name) => Those(
        part => part.Subject switch
        {
            Subject.Member => part.Name == name,
            Subject.MatchingMembers => Pattern.Parse(part.Name!).IsIn(name),
            _ => part.Subject == Subject.OtherMembers,
        },
        inner => inner.Name == name);

    /// <summary>Of a member that no <c>properties</c> names.</summary>
    public Speakers OtherMember() =>
        Those(part => part.Subject is Subject.MatchingMembers or Subject.OtherMembers, inner => inner.Name is not null);

    public Speakers Item(int index) => Those(
        part => part.Subject is Subject.OtherItems or Subject.SomeItems || (part.Subject == Subject.Item && part.Index == index),
        inner => inner.Name is null);

    private Speakers Those(Func<SchemaPart, bool> speak, Func<Inner, bool> stands) =>
        new(_references, Parts().Where(speak).Select(part => (part.At, part.Schema)), InConstants().Where(stands));

    private IEnumerable<Inner> InConstants() => _constants.SelectMany(constant => Inner.Of(constant.Value, constant.Key));

    private static IEnumerable<Inner> ConstantsOf(JsonElement schema, string at) =>
        (Keyword(schema, "enum") is { } values ? Inner.Of(values, $"{at}/enum") : [])
        .Concat(Keyword(schema, "const") is { } value ? [new Inner($"{at}/const", null, value)] : []);

    private IEnumerable<SchemaPart> Parts() => _byPointer.SelectMany(speaker => SchemaPart.Of(speaker.Value, speaker.Key));

    private IEnumerable<SchemaPart> Parts(Subject subject) => Parts().Where(part => part.Subject == subject);

    private static bool SpeaksOf(JsonElement speaker, string name) =>
        SchemaPart.Of(speaker, "").Any(part => part.Subject == Subject.OtherMembers
            || (part.Subject == Subject.MatchingMembers && Pattern.Parse(part.Name!).IsIn(name))
            || (part.Name == name && part.Subject is Subject.Member or Subject.SameValue))
        || Texts(Keyword(speaker, "required")).Contains(name)
        || (Keyword(speaker, "dependentRequired") is { ValueKind: JsonValueKind.Object } dependencies && dependencies.EnumerateObject()
            .Any(dependency => dependency.Name == name || Texts(dependency.Value).Contains(name)));

    private static IEnumerable<string?> Texts(JsonElement? list) =>
        list is { ValueKind: JsonValueKind.Array } texts ? texts.EnumerateArray().Select(text => text.GetString()) : [];

    private static JsonElement? Keyword(JsonElement schema, string name) => schema.TryGetProperty(name, out var value) ? value : null;

    /// <summary>A member or an item of a constant.</summary>
    private sealed record Inner(string At, string? Name, JsonElement Value)
    {
        public static IEnumerable<Inner> Of(JsonElement value, string at) => value.ValueKind switch
        {
            JsonValueKind.Object => value.EnumerateObject().Select(member => new Inner($"{at}/{member.Name}", member.Name, member.Value)),
            JsonValueKind.Array => value.EnumerateArray().Select((item, i) => new Inner($"{at}/{i}", null, item)),
            _ => [],
        };
    }
}

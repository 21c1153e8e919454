using System.Text.Json;

namespace Waybill.JsonSchemas.Documents;

/// <summary>What a schema inside another speaks of.</summary>
public enum Subject
{
    /// <summary>The very same value: <c>allOf</c>, <c>if</c>, <c>dependentSchemas</c> …</summary>
    SameValue,

    /// <summary>The member named by <see cref="SchemaPart.Name"/>.</summary>
    Member,

    /// <summary>Members whose names match the pattern <see cref="SchemaPart.Name"/>.</summary>
    MatchingMembers,

    /// <summary>Members that no other keyword beside it names.</summary>
    OtherMembers,

    /// <summary>The names of members.</summary>
    MemberNames,

    /// <summary>The item at the index <see cref="SchemaPart.Index"/>.</summary>
    Item,

    /// <summary>Items from an index on.</summary>
    OtherItems,

    /// <summary>Some of the items: <c>contains</c>.</summary>
    SomeItems,

    /// <summary>Nothing until something refers to it.</summary>
    Definition,
}

/// <summary>A schema written directly inside another one; the one list of the keywords that hold schemas.</summary>
/// <param name="Keyword">The keyword that holds it.</param>
/// <param name="Name">Its name there, where the keyword holds schemas by name.</param>
/// <param name="Index">Its index there, where the keyword holds a list.</param>
/// <param name="Subject">What it speaks of.</param>
/// <param name="At">Its JSON pointer in the document.</param>
/// <param name="Schema">The schema.</param>
public sealed record SchemaPart(string Keyword, string? Name, int Index, Subject Subject, string At, JsonElement Schema)
{
    private static readonly Dictionary<string, (Subject Subject, JsonValueKind Holds)> Keywords = new(StringComparer.Ordinal)
    {
        ["properties"] = (Subject.Member, JsonValueKind.Object),
        ["patternProperties"] = (Subject.MatchingMembers, JsonValueKind.Object),
        ["dependentSchemas"] = (Subject.SameValue, JsonValueKind.Object),
        ["$defs"] = (Subject.Definition, JsonValueKind.Object),

        ["allOf"] = (Subject.SameValue, JsonValueKind.Array),
        ["anyOf"] = (Subject.SameValue, JsonValueKind.Array),
        ["oneOf"] = (Subject.SameValue, JsonValueKind.Array),
        ["prefixItems"] = (Subject.Item, JsonValueKind.Array),

        ["not"] = (Subject.SameValue, JsonValueKind.Undefined),
        ["if"] = (Subject.SameValue, JsonValueKind.Undefined),
        ["then"] = (Subject.SameValue, JsonValueKind.Undefined),
        ["else"] = (Subject.SameValue, JsonValueKind.Undefined),
        ["additionalProperties"] = (Subject.OtherMembers, JsonValueKind.Undefined),
        ["unevaluatedProperties"] = (Subject.OtherMembers, JsonValueKind.Undefined),
        ["propertyNames"] = (Subject.MemberNames, JsonValueKind.Undefined),
        ["items"] = (Subject.OtherItems, JsonValueKind.Undefined),
        ["unevaluatedItems"] = (Subject.OtherItems, JsonValueKind.Undefined),
        ["contains"] = (Subject.SomeItems, JsonValueKind.Undefined),
    };

    /// <summary>What holds a keyword's schemas: an object, an array, nothing (Undefined) if it has one; null if it has none.</summary>
    public static JsonValueKind? HolderOf(string keyword) => Keywords.TryGetValue(keyword, out var known) ? known.Holds : null;

    /// <summary>The schemas directly inside the one at a JSON pointer of a document, in the order they are written.</summary>
    public static IEnumerable<SchemaPart> Of(JsonElement schema, string at) =>
        schema.ValueKind == JsonValueKind.Object ? schema.EnumerateObject().SelectMany(keyword => Of(keyword, at)) : [];

    private static IEnumerable<SchemaPart> Of(JsonProperty keyword, string at)
    {
        var (name, value) = (keyword.Name, keyword.Value);
        if (!Keywords.TryGetValue(name, out var known) || (known.Holds != JsonValueKind.Undefined && known.Holds != value.ValueKind))
        {
            return [];
        }

        return known.Holds switch
        {
            JsonValueKind.Object => value.EnumerateObject().Select(inner =>
                new SchemaPart(name, inner.Name, 0, known.Subject, $"{at}/{name}/{JsonPointer.Escape(inner.Name)}", inner.Value)),
            JsonValueKind.Array => value.EnumerateArray().Select((inner, i) =>
                new SchemaPart(name, null, i, known.Subject, $"{at}/{name}/{i}", inner)),
            _ => [new SchemaPart(name, null, 0, known.Subject, $"{at}/{name}", value)],
        };
    }
}

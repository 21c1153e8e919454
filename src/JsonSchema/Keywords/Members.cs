using System.Text.Json;
using Waybill.JsonSchemas.Checking;
using Waybill.JsonSchemas.Patterns;

namespace Waybill.JsonSchemas.Keywords;

/// <summary><c>properties</c>: a schema for each property known by name.</summary>
internal sealed class Properties(string pointer, IReadOnlyList<KeyValuePair<string, Subschema>> schemas)
    : Keyword(pointer, JsonValueKind.Object)
{
    public static Keyword? Read(KeywordText text) => text.SchemaMap() is { } schemas ? new Properties(text.Pointer, schemas) : null;

    public override void Check(JsonElement value, Place place, Evaluation evaluation)
    {
        foreach (var (name, schema) in schemas)
        {
            if (value.TryGetProperty(name, out var member))
            {
                schema.Check(member, place.At(name), evaluation);
            }
        }
    }
}

/// <summary><c>patternProperties</c>: a schema for each property whose name matches.</summary>
internal sealed class PatternProperties(string pointer, IReadOnlyList<(Pattern Pattern, Subschema Schema)> schemas)
    : Keyword(pointer, JsonValueKind.Object)
{
    public static Keyword? Read(KeywordText text)
    {
        if (text.SchemaMap() is not { } map)
        {
            return null;
        }

        var schemas = new List<(Pattern, Subschema)>();
        foreach (var (written, schema) in map)
        {
            if (text.Pattern(written, schema.Pointer) is { } pattern)
            {
                schemas.Add((pattern, schema));
            }
        }

        return new PatternProperties(text.Pointer, schemas);
    }

    public override void Check(JsonElement value, Place place, Evaluation evaluation)
    {
        foreach (var member in value.EnumerateObject())
        {
            foreach (var (pattern, schema) in schemas)
            {
                if (pattern.IsIn(member.Name))
                {
                    schema.Check(member.Value, place.At(member.Name), evaluation);
                }
            }
        }
    }
}

/// <summary><c>additionalProperties</c>: a schema for every property that its neighbours do not name.</summary>
internal sealed class AdditionalProperties(string pointer, Subschema schema, HashSet<string> named, List<Pattern> patterns)
    : Keyword(pointer, JsonValueKind.Object)
{
    public static Keyword Read(KeywordText text)
    {
        var named = Names(text.Siblings, "properties").ToHashSet(StringComparer.Ordinal);
        var patterns = Names(text.Siblings, "patternProperties").Select(Parse).OfType<Pattern>().ToList();
        return new AdditionalProperties(text.Pointer, text.Schema(), named, patterns);
    }

    public override void Check(JsonElement value, Place place, Evaluation evaluation)
    {
        foreach (var member in value.EnumerateObject())
        {
            if (!named.Contains(member.Name) && !patterns.Any(pattern => pattern.IsIn(member.Name)))
            {
                schema.Check(member.Value, place.At(member.Name), evaluation);
            }
        }
    }

    private static IEnumerable<string> Names(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var members) && members.ValueKind == JsonValueKind.Object
            ? members.EnumerateObject().Select(member => member.Name)
            : [];

    /// <summary>A pattern that is refused has been reported by <c>patternProperties</c> itself.</summary>
    private static Pattern? Parse(string text)
    {
        try
        {
            return Pattern.Parse(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}

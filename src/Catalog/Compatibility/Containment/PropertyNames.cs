using System.Text.Json;

namespace Waybill.Catalog.Compatibility.Containment;

/// <summary>Which names the objects of a conjunction have, and what is said of the value under each.</summary>
internal static class PropertyNames
{
    private const int MostCases = 64;

    /// <summary>Every name that <c>properties</c> gives.</summary>
    public static HashSet<string> Known(Conjunction given) =>
        given.Schemas.SelectMany(schema => schema.Map("properties")).Select(property => property.Name).ToHashSet(StringComparer.Ordinal);

    /// <summary>The only names there can be; null when other ones can be as well.</summary>
    public static IEnumerable<string>? All(Conjunction given) => given.Schemas
        .FirstOrDefault(schema => schema.Child("additionalProperties") is { IsNever: true } && !schema.Map("patternProperties").Any())
        ?.Map("properties").Select(property => property.Name);

    public static JsonElement AsJson(string name) => JsonElement.Parse(JsonSerializer.Serialize(name, CompatibilityJson.Default.String));

    /// <summary>What is said of the value under a name.</summary>
    public static Conjunction MemberNamed(Conjunction given, string name)
    {
        var member = Conjunction.Inside(given.Mentions?.Member(name));
        foreach (var schema in given.Schemas)
        {
            member = member.And(Applying(schema, name));
            if (schema.Child("propertyNames") is { } names && names.Document.Accepts(names, AsJson(name)) == false)
            {
                member = member.And(MadeSchemas.Nothing);
            }
        }

        return member;
    }

    /// <summary>
    /// The cases of what is said of a value under a name that no <c>properties</c> gives: at least one of them holds for it.
    /// </summary>
    /// <param name="given">The objects.</param>
    /// <param name="matching">A pattern that the name is known to match.</param>
    /// <param name="except">Patterns that the name is known not to match.</param>
    public static IEnumerable<Conjunction> OtherMembers(Conjunction given, string? matching, IReadOnlyCollection<string> except)
    {
        var cases = new List<Conjunction> { Conjunction.Inside(given.Mentions?.OtherMember()) };
        foreach (var schema in given.Schemas)
        {
            var patterns = schema.Map("patternProperties").ToList();
            var same = patterns.Where(pattern => pattern.Name == matching).Select(pattern => pattern.Schema).ToList();
            var options = same.Count > 0 ? same
                : [.. patterns.Where(pattern => !except.Contains(pattern.Name)).Select(pattern => pattern.Schema), schema.Child("additionalProperties")!];
            if (options.Any(option => option is null) || cases.Count * options.Count > MostCases)
            {
                continue;
            }

            cases = [.. cases.SelectMany(known => options.Select(known.And))];
        }

        return cases;
    }

    /// <summary>Whether a schema gives a name by itself or by a pattern; null when nobody can say.</summary>
    public static bool? IsNamed(SchemaNode schema, string name)
    {
        if (schema.Member("properties", name) is not null)
        {
            return true;
        }

        var matches = schema.Map("patternProperties").Select(pattern => schema.Document.Matches(pattern.Name, name)).ToList();
        return matches.Contains(true) ? true : matches.Contains(null) ? null : false;
    }

    private static IEnumerable<SchemaNode> Applying(SchemaNode schema, string name)
    {
        var named = IsNamed(schema, name);
        if (schema.Member("properties", name) is { } property)
        {
            yield return property;
        }

        foreach (var pattern in schema.Map("patternProperties").Where(pattern => schema.Document.Matches(pattern.Name, name) == true))
        {
            yield return pattern.Schema;
        }

        if (named == false && schema.Child("additionalProperties") is { } additional)
        {
            yield return additional;
        }
    }
}

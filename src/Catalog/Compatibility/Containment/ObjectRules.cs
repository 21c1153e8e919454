using System.Text.Json;

namespace Waybill.Catalog.Compatibility.Containment;

/// <summary>When the keywords for objects are sure to hold.</summary>
internal static class ObjectRules
{
    public static bool IsRequired(Conjunction given, string name) => Required(given).Contains(name);

    public static int Fewest(Conjunction given) => Math.Max(given.Highest("minProperties") ?? 0, Required(given).Count);

    /// <summary>An object with at most this many properties; null when there is no end.</summary>
    public static int? Most(Conjunction given)
    {
        var closed = given.Schemas.Where(schema => schema.Child("additionalProperties") is { IsNever: true } && !schema.Map("patternProperties").Any())
            .Select(schema => (int?)schema.Map("properties").Count()).Min();
        return given.Lowest("maxProperties") is { } most ? Math.Min(most, closed ?? most) : closed;
    }

    public static bool HasNone(Prover prover, Conjunction given) => Fewest(given) > Most(given)
        || Required(given).Any(name => prover.IsEmptyInside(PropertyNames.MemberNamed(given, name)));

    /// <summary>Each value satisfies what is asked of its name, or the name is one that nobody writes yet.</summary>
    public static bool PropertiesHold(Goal goal) => goal.Schema.Map("properties").All(property =>
        goal.Prover.ProvesInside(PropertyNames.MemberNamed(goal.Given, property.Name), property.Schema)
        || (goal.Given.Mentions?.Leaves(property.Name) == true));

    /// <summary>Each known name that matches, and whatever other name may match.</summary>
    public static bool PatternPropertiesHold(Goal goal) => goal.Schema.Map("patternProperties").All(wanted =>
        PropertyNames.Known(goal.Given).All(name => goal.Schema.Document.Matches(wanted.Name, name) == false
            || goal.Prover.ProvesInside(PropertyNames.MemberNamed(goal.Given, name), wanted.Schema))
        && PropertyNames.OtherMembers(goal.Given, matching: wanted.Name, except: []).All(member => goal.Prover.ProvesInside(member, wanted.Schema)));

    public static bool AdditionalPropertiesHold(Goal goal)
    {
        var wanted = goal.Schema.Child("additionalProperties")!;
        var patterns = goal.Schema.Map("patternProperties").Select(pattern => pattern.Name).ToList();
        return PropertyNames.Known(goal.Given).All(name => PropertyNames.IsNamed(goal.Schema, name) == true
                || goal.Prover.ProvesInside(PropertyNames.MemberNamed(goal.Given, name), wanted))
            && PropertyNames.OtherMembers(goal.Given, matching: null, except: patterns).All(member => goal.Prover.ProvesInside(member, wanted));
    }

    public static bool NamesHold(Goal goal)
    {
        var wanted = goal.Schema.Child("propertyNames")!;
        var names = Conjunction.Of(MadeSchemas.OfKind(Kinds.String)).And(goal.Given.Schemas.Select(schema => schema.Child("propertyNames")).OfType<SchemaNode>());
        return goal.Prover.ProvesInside(names, wanted)
            || (PropertyNames.All(goal.Given) is { } all && all.All(name => wanted.Document.Accepts(wanted, PropertyNames.AsJson(name)) == true));
    }

    public static bool DependenciesHold(Goal goal) => goal.Value.ValueKind == JsonValueKind.Object && goal.Value.EnumerateObject().All(dependency =>
        IsNeverThere(goal, dependency.Name)
        || SchemaNode.Texts(dependency.Value).All(Required(goal.Given.And(MadeSchemas.With(dependency.Name))).Contains));

    public static bool DependentSchemasHold(Goal goal) => goal.Schema.Map("dependentSchemas").All(dependency =>
        IsNeverThere(goal, dependency.Name) || goal.Prover.Proves(goal.Given.And(MadeSchemas.With(dependency.Name)), dependency.Schema));

    private static bool IsNeverThere(Goal goal, string name) => goal.Prover.IsEmptyInside(PropertyNames.MemberNamed(goal.Given, name));

    /// <summary>The names that are there, because they have to be, or because another that has to be asks for them.</summary>
    private static HashSet<string> Required(Conjunction given)
    {
        var required = given.Schemas.SelectMany(schema => schema.Texts("required")).ToHashSet(StringComparer.Ordinal);
        var asking = given.Schemas.Select(schema => schema.Keyword("dependentRequired")).OfType<JsonElement>()
            .Where(map => map.ValueKind == JsonValueKind.Object).SelectMany(map => map.EnumerateObject()).ToList();
        for (var before = -1; before < required.Count;)
        {
            before = required.Count;
            required.UnionWith(asking.Where(dependency => required.Contains(dependency.Name)).SelectMany(dependency => SchemaNode.Texts(dependency.Value)));
        }

        return required;
    }
}

using System.Collections.Frozen;
using System.Text.Json;
using Waybill.JsonSchemas;

namespace Waybill.Catalog.Compatibility.Containment;

/// <summary>What a rule has to show: that all of some values, of one kind, satisfies one keyword.</summary>
/// <param name="Prover">Answers what has to be shown on the way.</param>
/// <param name="Given">The values.</param>
/// <param name="Kind">Their kind.</param>
/// <param name="Schema">The schema the keyword stands in, with its neighbours.</param>
/// <param name="Name">The keyword.</param>
/// <param name="Value">What the keyword says.</param>
internal sealed record Goal(Prover Prover, Conjunction Given, Kinds Kind, SchemaNode Schema, string Name, JsonElement Value)
{
    /// <summary>The keyword's value as a count; what is none is more than any value has, and never proved.</summary>
    public int Count => Schema.Count(Name) ?? int.MaxValue;
}

/// <summary>For every keyword of JSON Schema 2020-12 that asserts: the kinds of values it speaks of, and when it is sure to hold.</summary>
internal static class KeywordRules
{
    private static readonly FrozenDictionary<string, (Kinds Kinds, Func<Goal, bool> Holds)> Rules =
        new Dictionary<string, (Kinds, Func<Goal, bool>)>(StringComparer.Ordinal)
        {
            ["type"] = (Kinds.All, IsOfType),
            ["enum"] = (Kinds.All, IsListed),
            ["const"] = (Kinds.All, IsListed),

            ["minimum"] = (Kinds.Number, goal => NumberFacts.Of(goal.Given).IsAbove(Limit(goal, exclusive: false))),
            ["exclusiveMinimum"] = (Kinds.Number, goal => NumberFacts.Of(goal.Given).IsAbove(Limit(goal, exclusive: true))),
            ["maximum"] = (Kinds.Number, goal => NumberFacts.Of(goal.Given).IsBelow(Limit(goal, exclusive: false))),
            ["exclusiveMaximum"] = (Kinds.Number, goal => NumberFacts.Of(goal.Given).IsBelow(Limit(goal, exclusive: true))),
            ["multipleOf"] = (Kinds.Number, goal => NumberFacts.Of(goal.Given).IsMultipleOf(JsonNumber.Of(goal.Value))),

            ["minLength"] = (Kinds.String, goal => goal.Count == 0 || goal.Given.Highest("minLength") >= goal.Count),
            ["maxLength"] = (Kinds.String, goal => goal.Given.Lowest("maxLength") <= goal.Count),
            ["pattern"] = (Kinds.String, SaysTheSame),
            ["format"] = (Kinds.String, SaysTheSame),

            ["prefixItems"] = (Kinds.Array, ArrayRules.PrefixHolds),
            ["items"] = (Kinds.Array, ArrayRules.ItemsHold),
            ["contains"] = (Kinds.Array, ArrayRules.ContainsHolds),
            ["minItems"] = (Kinds.Array, goal => ArrayRules.Fewest(goal.Given) >= goal.Count),
            ["maxItems"] = (Kinds.Array, goal => ArrayRules.Most(goal.Prover, goal.Given) <= goal.Count),
            ["uniqueItems"] = (Kinds.Array, ArrayRules.AreUnique),

            ["properties"] = (Kinds.Object, ObjectRules.PropertiesHold),
            ["patternProperties"] = (Kinds.Object, ObjectRules.PatternPropertiesHold),
            ["additionalProperties"] = (Kinds.Object, ObjectRules.AdditionalPropertiesHold),
            ["propertyNames"] = (Kinds.Object, ObjectRules.NamesHold),
            ["required"] = (Kinds.Object, goal => SchemaNode.Texts(goal.Value).All(name => ObjectRules.IsRequired(goal.Given, name))),
            ["dependentRequired"] = (Kinds.Object, ObjectRules.DependenciesHold),
            ["dependentSchemas"] = (Kinds.Object, ObjectRules.DependentSchemasHold),
            ["minProperties"] = (Kinds.Object, goal => ObjectRules.Fewest(goal.Given) >= goal.Count),
            ["maxProperties"] = (Kinds.Object, goal => ObjectRules.Most(goal.Given) <= goal.Count),

            ["anyOf"] = (Kinds.All, goal => goal.Schema.List("anyOf").Any(wanted => goal.Prover.Proves(goal.Given, wanted))),
            ["oneOf"] = (Kinds.All, IsExactlyOne),
            ["not"] = (Kinds.All, goal => goal.Prover.IsEmpty(goal.Given.And(goal.Schema.Child("not")!))),
            ["if"] = (Kinds.All, BranchesHold),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Keywords that assert nothing, or whose part is done by another: <c>$ref</c> and <c>allOf</c> by <see cref="Conjunction"/>.</summary>
    private static readonly FrozenSet<string> Silent = FrozenSet.Create(
        StringComparer.Ordinal,
        "$schema", "$id", "$anchor", "$defs", "$comment", "$ref", "allOf", "then", "else", "minContains", "maxContains",
        "title", "description", "default", "deprecated", "readOnly", "writeOnly", "examples", "contentEncoding", "contentMediaType", "contentSchema");

    /// <summary>Whether every keyword of one schema is sure to hold; one that is not known never is.</summary>
    public static bool Hold(Prover prover, Conjunction given, Kinds kind, SchemaNode schema)
    {
        if (schema.Element.ValueKind != JsonValueKind.Object)
        {
            return schema.Element.ValueKind == JsonValueKind.True;
        }

        return schema.Element.EnumerateObject().All(keyword => Rules.TryGetValue(keyword.Name, out var rule)
            ? !rule.Kinds.HasFlag(kind) || rule.Holds(new Goal(prover, given, kind, schema, keyword.Name, keyword.Value))
            : Silent.Contains(keyword.Name) || keyword.Name.StartsWith("x-", StringComparison.Ordinal));
    }

    private static Limit Limit(Goal goal, bool exclusive) => new(JsonNumber.Of(goal.Value), exclusive);

    private static bool IsOfType(Goal goal)
    {
        var types = KindsOf.Types(goal.Schema)!;
        return goal.Kind == Kinds.Number
            ? types.Contains("number") || (types.Contains("integer") && NumberFacts.Of(goal.Given).IsInteger)
            : types.Any(type => KindsOf.Named(type) == goal.Kind);
    }

    /// <summary>Few values were tried one by one before any rule was asked; many are not all in a list, as far as we can say.</summary>
    private static bool IsListed(Goal goal) => false;

    private static bool SaysTheSame(Goal goal) => goal.Given.Schemas.Any(schema => schema.Text(goal.Name) is { } text && goal.Value.ValueEquals(text));

    private static bool IsExactlyOne(Goal goal)
    {
        var alternatives = goal.Schema.List("oneOf");
        return alternatives.Any(wanted => goal.Prover.Proves(goal.Given, wanted)
            && alternatives.Where(other => other != wanted).All(other => goal.Prover.IsEmpty(goal.Given.And(other))));
    }

    private static bool BranchesHold(Goal goal)
    {
        var condition = goal.Schema.Child("if")!;
        return (goal.Schema.Child("then") is not { } then || goal.Prover.Proves(goal.Given.And(condition), then))
            && (goal.Schema.Child("else") is not { } otherwise || goal.Prover.Proves(goal.Given.AndNot(condition), otherwise));
    }
}

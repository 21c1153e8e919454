using System.Text.Json;
using Waybill.JsonSchemas.Checking;

namespace Waybill.JsonSchemas.Keywords;

/// <summary><c>allOf</c>: every schema holds.</summary>
internal sealed class AllOf(string pointer, IReadOnlyList<Subschema> schemas) : Keyword(pointer)
{
    public override IEnumerable<Subschema> AppliedInPlace => schemas;

    public static Keyword? Read(KeywordText text) => text.SchemaList() is { } schemas ? new AllOf(text.Pointer, schemas) : null;

    public override void Check(JsonElement value, Place place, Evaluation evaluation)
    {
        foreach (var schema in schemas)
        {
            schema.Check(value, place, evaluation);
        }
    }
}

/// <summary><c>anyOf</c>: at least one schema holds; when none does, says what kept the nearest from holding.</summary>
internal sealed class AnyOf(string pointer, IReadOnlyList<Subschema> schemas) : Keyword(pointer)
{
    public override IEnumerable<Subschema> AppliedInPlace => schemas;

    public static Keyword? Read(KeywordText text) => text.SchemaList() is { } schemas ? new AnyOf(text.Pointer, schemas) : null;

    public override void Check(JsonElement value, Place place, Evaluation evaluation)
    {
        var attempts = new List<Evaluation>();
        foreach (var schema in schemas)
        {
            attempts.Add(evaluation.Try(schema, value, place));
            if (attempts[^1].IsClean)
            {
                return;
            }
        }

        evaluation.Report(place, Pointer, Nearest(attempts));
    }

    public static string Nearest(IReadOnlyList<Evaluation> attempts)
    {
        var nearest = attempts.MinBy(attempt => attempt.Violations.Count)!.Violations[0];
        return $"fits none of {attempts.Count} branches; the nearest says: {nearest}";
    }
}

/// <summary><c>oneOf</c>: exactly one schema holds.</summary>
internal sealed class OneOf(string pointer, IReadOnlyList<Subschema> schemas) : Keyword(pointer)
{
    public override IEnumerable<Subschema> AppliedInPlace => schemas;

    public static Keyword? Read(KeywordText text) => text.SchemaList() is { } schemas ? new OneOf(text.Pointer, schemas) : null;

    public override void Check(JsonElement value, Place place, Evaluation evaluation)
    {
        var attempts = schemas.Select(schema => evaluation.Try(schema, value, place)).ToList();
        var fitting = attempts.Index().Where(attempt => attempt.Item.IsClean).Select(attempt => attempt.Index).ToList();
        if (fitting.Count == 0)
        {
            evaluation.Report(place, Pointer, AnyOf.Nearest(attempts));
        }
        else if (fitting.Count > 1)
        {
            evaluation.Report(place, Pointer, $"fits the branches {string.Join(" and ", fitting)}; allowed: exactly one");
        }
    }
}

/// <summary><c>not</c>: the schema does not hold.</summary>
internal sealed class Not(string pointer, Subschema schema) : Keyword(pointer)
{
    public override IEnumerable<Subschema> AppliedInPlace => [schema];

    public static Keyword Read(KeywordText text) => new Not(text.Pointer, text.Schema());

    public override void Check(JsonElement value, Place place, Evaluation evaluation)
    {
        if (evaluation.Try(schema, value, place).IsClean)
        {
            evaluation.Report(place, Pointer, "is what the schema excludes");
        }
    }
}

/// <summary><c>if</c> with its <c>then</c> and <c>else</c>, which mean nothing without it.</summary>
internal sealed class IfThenElse(string pointer, Subschema condition, Subschema? then, Subschema? otherwise) : Keyword(pointer)
{
    public override IEnumerable<Subschema> AppliedInPlace => new[] { condition, then, otherwise }.OfType<Subschema>();

    public static Keyword Read(KeywordText text) => new IfThenElse(text.Pointer, text.Schema(), Branch(text, "then"), Branch(text, "else"));

    public static Keyword? ReadBranch(KeywordText text)
    {
        text.Schema();
        return null;
    }

    public override void Check(JsonElement value, Place place, Evaluation evaluation) =>
        (evaluation.Try(condition, value, place).IsClean ? then : otherwise)?.Check(value, place, evaluation);

    private static Subschema? Branch(KeywordText text, string name) =>
        text.Siblings.TryGetProperty(name, out var branch) ? text.Reader.Read(branch, $"{text.Owner.Pointer}/{name}") : null;
}

/// <summary><c>dependentSchemas</c>: who brings a property has to satisfy a schema.</summary>
internal sealed class DependentSchemas(string pointer, IReadOnlyList<KeyValuePair<string, Subschema>> schemas)
    : Keyword(pointer, JsonValueKind.Object)
{
    public override IEnumerable<Subschema> AppliedInPlace => schemas.Select(pair => pair.Value);

    public static Keyword? Read(KeywordText text) => text.SchemaMap() is { } schemas ? new DependentSchemas(text.Pointer, schemas) : null;

    public override void Check(JsonElement value, Place place, Evaluation evaluation)
    {
        foreach (var (name, schema) in schemas)
        {
            if (value.TryGetProperty(name, out _))
            {
                schema.Check(value, place, evaluation);
            }
        }
    }
}

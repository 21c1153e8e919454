using System.Text;
using System.Text.Json;
using Waybill.Catalog.Compatibility.Containment;
using Waybill.Catalog.Compatibility.CounterExamples;
using Waybill.JsonSchemas;

namespace Waybill.Catalog.Compatibility;

/// <summary>Whether all that one side writes is accepted by the other.</summary>
public enum Answer
{
    /// <summary>Proved, for every value.</summary>
    Yes,

    /// <summary>Proved for what was written when the old schema was the newest: without the properties that only the new schema names.</summary>
    YesAsWritten,

    /// <summary>Disproved by a counter-example.</summary>
    No,

    /// <summary>Neither proved nor disproved.</summary>
    Undecided,
}

/// <param name="Answer">What is known.</param>
/// <param name="CounterExample">For <see cref="Answer.No"/>: a value that may be written and is not accepted.</param>
public sealed record Judgement(Answer Answer, JsonElement? CounterExample = null)
{
    public bool IsCompatible => Answer is Answer.Yes or Answer.YesAsWritten;
}

/// <summary>Backward: whoever reads by the new schema can read old values. Forward: whoever reads by the old schema can read new values.</summary>
public sealed record SchemaVerdict(Judgement Backward, Judgement Forward);

/// <summary>Compares two JSON Schemas by the values they accept; <c>docs/catalog-compatibility.md</c> has the rules.</summary>
public static class SchemaComparison
{
    public static SchemaVerdict Compare(JsonSchema old, JsonSchema @new) =>
        Compare(SchemaDocument.Of("old", old), SchemaDocument.Of("new", @new));

    /// <summary>Compares schemas of which our validator may refuse a part; what leans on that part is undecided.</summary>
    public static SchemaVerdict Compare(JsonElement old, JsonElement @new) =>
        Read("old", old) is { } before && Read("new", @new) is { } after
            ? Compare(before, after)
            : new SchemaVerdict(new Judgement(Answer.Undecided), new Judgement(Answer.Undecided));

    internal static SchemaVerdict Compare(SchemaDocument old, SchemaDocument @new) =>
        new(Judge(old, @new, asWritten: true), Judge(@new, old, asWritten: false));

    private static Judgement Judge(SchemaDocument writer, SchemaDocument reader, bool asWritten)
    {
        if (new Prover().Proves(Conjunction.Of(writer.Root), reader.Root))
        {
            return new Judgement(Answer.Yes);
        }

        if (asWritten && new Prover().Proves(Conjunction.AsWritten(writer.Root), reader.Root))
        {
            return new Judgement(Answer.YesAsWritten);
        }

        return new CounterExampleSearch(writer, reader, asWritten).Find() is { } found ? new Judgement(Answer.No, found) : new Judgement(Answer.Undecided);
    }

    /// <summary>The document; without a validator where only <c>unevaluated…</c> is refused, and null where anything else is.</summary>
    private static SchemaDocument? Read(string name, JsonElement schema)
    {
        try
        {
            return SchemaDocument.Of(name, JsonSchema.Parse(Encoding.UTF8.GetBytes(schema.GetRawText())));
        }
        catch (JsonSchemaException refused)
        {
            var isKnown = refused.Problems.All(problem => problem.SchemaPointer.EndsWith("/unevaluatedProperties", StringComparison.Ordinal)
                || problem.SchemaPointer.EndsWith("/unevaluatedItems", StringComparison.Ordinal));
            return isKnown ? new SchemaDocument(name, schema, null) : null;
        }
    }
}

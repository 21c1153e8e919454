using System.Text.Json;
using Waybill.Catalog.Compatibility.Formulas;
using Waybill.Catalog.Compatibility.Solving;
using Waybill.JsonSchemas;

namespace Waybill.Catalog.Compatibility;

/// <summary>Whether all that one side writes is accepted by the other.</summary>
public enum Answer
{
    /// <summary>Proved, for every value.</summary>
    Yes,

    /// <summary>Proved for what was written while the old schema was the newest: without properties that only the new one names.</summary>
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

/// <param name="Backward">Whoever reads by the new schema can read old values.</param>
/// <param name="Forward">Whoever reads by the old schema can read new values.</param>
public sealed record SchemaVerdict(Judgement Backward, Judgement Forward);

/// <summary>Compares two JSON Schemas by the values they accept; <c>docs/catalog-compatibility.md</c> says how.</summary>
public static class SchemaComparison
{
    private static readonly SchemaVerdict Undecided = new(new Judgement(Answer.Undecided), new Judgement(Answer.Undecided));

    public static SchemaVerdict Compare(JsonSchema old, JsonSchema @new) =>
        Compare(SchemaDocument.Of("old", old), SchemaDocument.Of("new", @new));

    /// <summary>Compares schemas of which our validator may refuse a part; what leans on that part is undecided.</summary>
    public static SchemaVerdict Compare(JsonElement old, JsonElement @new) =>
        SchemaDocument.Read("old", old) is { } before && SchemaDocument.Read("new", @new) is { } after ? Compare(before, after) : Undecided;

    private static SchemaVerdict Compare(SchemaDocument old, SchemaDocument @new)
    {
        try
        {
            var logic = new Logic();
            var (before, after) = (Meaning(logic, old), Meaning(logic, @new));
            var backward = logic.And(before, logic.Not(after));
            return new SchemaVerdict(
                Judge(logic, backward, logic.And(backward, AsWritten.Of(logic, old.Root, @new.Root)), old, @new),
                Judge(logic, logic.And(after, logic.Not(before)), null, @new, old));
        }
        catch (InsufficientExecutionStackException)
        {
            return Undecided; // A schema nested as no event's is.
        }
    }

    private static Formula Meaning(Logic logic, SchemaDocument document) =>
        new SchemaMeaning(logic, document.Name, document.Root).OfRoot();

    /// <param name="logic">Made the formulas.</param>
    /// <param name="refused">What the writer may write and the reader refuses.</param>
    /// <param name="refusedAsWritten">The same of what has been written so far; null when anything may be.</param>
    /// <param name="writer">Accepts a counter-example.</param>
    /// <param name="reader">Refuses it.</param>
    private static Judgement Judge(Logic logic, Formula refused, Formula? refusedAsWritten, SchemaDocument writer, SchemaDocument reader)
    {
        var outcome = new Solver(logic).Solve(refused);
        if (outcome is { IsFound: false, IsProof: true })
        {
            return new Judgement(Answer.Yes);
        }

        if (refusedAsWritten is not null && refusedAsWritten != refused)
        {
            outcome = new Solver(logic).Solve(refusedAsWritten);
            if (outcome is { IsFound: false, IsProof: true })
            {
                return new Judgement(Answer.YesAsWritten);
            }
        }

        return outcome.Value is { } found && JsonElement.Parse(found) is var value && writer.Accepts(value) && reader.Refuses(value)
            ? new Judgement(Answer.No, value)
            : new Judgement(Answer.Undecided);
    }
}

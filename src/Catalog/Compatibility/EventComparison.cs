using System.Text;
using Waybill.Catalog.Compatibility.Changes;
using Waybill.JsonSchemas;
using Waybill.JsonSchemas.Documents;

namespace Waybill.Catalog.Compatibility;

/// <summary>A change of an event's schema with what it means on its own.</summary>
/// <param name="Pointer">JSON pointer in the schema; in the old one where what changed is gone.</param>
/// <param name="Rule">Keyword and kind of change: <c>maxLength-lowered</c>.</param>
/// <param name="What">The change in words.</param>
/// <param name="Fields">Places of <c>data</c> that are touched, such as <c>/items/*/sku</c>; empty text for all of it.</param>
/// <param name="Verdict">In both directions.</param>
#pragma warning disable CA1720 // the one word for this, in RFC 6901
public sealed record JudgedChange(string Pointer, string Rule, string What, IReadOnlyList<string> Fields, SchemaVerdict Verdict);
#pragma warning restore CA1720

/// <summary>Two versions of a schema: what they mean as a whole, and each change by itself.</summary>
public sealed record SchemaDifference(SchemaVerdict Verdict, IReadOnlyList<JudgedChange> Changes)
{
    /// <summary>Compares two schemas; null when nothing but descriptions differs.</summary>
    /// <remarks>
    /// Each change is judged as if it were the only one. Where all are harmless alone and not together, the whole says so.
    /// </remarks>
    public static SchemaDifference? Between(JsonSchema old, JsonSchema @new)
    {
        var changes = SchemaChanges.Between(old.Document, @new.Document);
        if (changes.Count == 0)
        {
            return null;
        }

        var whole = SchemaComparison.Compare(old, @new);
        var paths = (Old: FieldPaths.Of(old.Document), New: FieldPaths.Of(@new.Document));
        return new SchemaDifference(whole, [.. changes.Select(change => new JudgedChange(
            change.Pointer, change.Rule, change.What, Fields(change, paths.Old, paths.New),
            changes.Count == 1 ? whole : Alone(change, old, @new)))]);
    }

    private static SchemaVerdict Alone(SchemaChange change, JsonSchema old, JsonSchema @new)
    {
        try
        {
            var changed = JsonSchema.Parse(Encoding.UTF8.GetBytes(change.ApplyTo(old.Document, @new.Document).ToJsonString()));
            return SchemaComparison.Compare(old, changed);
        }
        catch (JsonSchemaException)
        {
            // The change makes sense only together with another, a reference with a definition that moved for example.
            return new SchemaVerdict(new Judgement(Answer.Undecided), new Judgement(Answer.Undecided));
        }
    }

    private static List<string> Fields(SchemaChange change, FieldPaths old, FieldPaths @new)
    {
        var places = old.At(change.Schema).Union(@new.At(change.Schema), StringComparer.Ordinal);
        var fields = change.Properties.Count == 0 ? places
            : places.SelectMany(place => change.Properties.Select(property => $"{place}/{JsonPointer.Escape(property)}"));
        return [.. fields.Order(StringComparer.Ordinal)];
    }
}

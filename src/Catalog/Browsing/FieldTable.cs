using System.Text.Json;
using Waybill.Catalog.Compatibility;
using Waybill.Catalog.Schemas;
using Waybill.JsonSchemas.Documents;

namespace Waybill.Catalog.Browsing;

/// <summary>A schema as a table that can be read without knowing JSON Schema.</summary>
internal sealed class FieldTable(FieldReaders readers)
{
    /// <summary>What narrows a field, and how it is said.</summary>
    private static readonly (string Keyword, string Words)[] Limits =
    [
        ("format", "{0}"), ("const", "always {0}"), ("enum", "one of {0}"), ("minimum", "at least {0}"),
        ("exclusiveMinimum", "more than {0}"), ("maximum", "at most {0}"),
        ("exclusiveMaximum", "less than {0}"), ("minLength", "at least {0} characters"),
        ("maxLength", "at most {0} characters"), ("minItems", "at least {0} items"), ("maxItems", "at most {0} items"),
        ("pattern", "like {0}"),
    ];

    public IReadOnlyList<FieldRow> Of(CatalogEvent e)
    {
        if (e.Schema.Document.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        var promises = new PromisedFields(e.Schema.Document);
        return [.. e.Properties.GroupBy(property => property.Path, StringComparer.Ordinal).Select(path => Row(e, [.. path], promises))];
    }

    private FieldRow Row(CatalogEvent e, IReadOnlyList<EventProperty> places, PromisedFields promises)
    {
        var path = places[0].Path;
        var promise = promises.Find(path);
        var schema = JsonPointer.Find(e.Schema.Document, places[0].SchemaPath) ?? default;
        var said = schema.ValueKind == JsonValueKind.Object ? LimitsOf(schema) : [];
        return new FieldRow(
            path, string.Join(", ", [Words(promise.Kinds), .. said]), promise.IsRequired, places.Max(place => place.PersonalData),
            schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("description", out var text) ? text.ToString() : null,
            [.. readers.Of(e.DetailType, path).Select(reader => new FieldUse(
                CatalogBrowser.TitleOf(reader.Subscription), reader.Field?.File, reader.Field?.Line))]);
    }

    private static string Words(JsonKinds kinds) => kinds == JsonKinds.Any ? "anything" : string.Join(
        " or ", JsonKind.AllWords.Where(word => JsonKind.Named(word) is var kind && kinds.HasFlag(kind)
            && !(word == "integer" && kinds.HasFlag(JsonKinds.Number))));

    private static IEnumerable<string> LimitsOf(JsonElement schema) => Limits
        .Where(limit => schema.TryGetProperty(limit.Keyword, out _))
        .Select(limit => string.Format(null, limit.Words, Value(schema.GetProperty(limit.Keyword))));

    private static string Value(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? string.Join(", ", value.EnumerateArray())
        : value.ToString();
}

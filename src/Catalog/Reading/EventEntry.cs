using System.Text.Json;
using Waybill.JsonSchemas;

namespace Waybill.Catalog.Reading;

/// <summary>Reads one version of an event with its schema and examples.</summary>
internal static class EventEntry
{
    private static readonly JsonSchema Anything = JsonSchema.Parse("true"u8.ToArray());

    public static CatalogEvent? Read(CatalogFolder folder, EntryPath entry, Fields fields)
    {
        var (id, written) = (fields.Text("id"), fields.Text("version"));
        var version = VersionRange.ParseExact(written);
        if (version is null && written.Length > 0)
        {
            fields.Report("version", $"'{written}' given; allowed: a full version such as 1.0.0", StructureRule.Version);
        }

        var waybill = fields.Inner("waybill");
        if (waybill is null)
        {
            fields.Report("waybill", "is missing; expected a mapping with source, detail-type, entity, role, shape and rfc");
        }

        if (waybill is null || version is null)
        {
            return null;
        }

        waybill.AllowOnly("source", "detail-type", "entity", "role", "shape", "rfc", "sunset", "unheard");
        var schema = ReadSchema(folder, entry, fields);
        var detailType = ReadDetailType(waybill, $"{id}.v{version.Major}");
        return new CatalogEvent
        {
            Id = id,
            Version = version,
            Name = fields.Text("name"),
            Summary = fields.Text("summary"),
            Owners = fields.Texts("owners"),
            Source = waybill.Text("source"),
            DetailType = detailType,
            Entity = waybill.Text("entity"),
            Role = waybill.Word<LifeCycleRole>("role"),
            Shape = waybill.Word<EventShape>("shape"),
            Rfc = waybill.Number("rfc"),
            Sunset = ReadSunset(fields, waybill),
            Unheard = waybill.OptionalText("unheard"),
            Deprecated = ReadDeprecation(fields),
            Schema = schema ?? Anything,
            Properties = schema is null ? [] : new PropertyReader(folder, SchemaFile(entry, fields), schema.Document).Read(),
            Examples = [.. Examples(folder, entry, detailType)],
            File = entry.File,
            SchemaFile = SchemaFile(entry, fields),
        };
    }

    private static string ReadDetailType(Fields waybill, string expected)
    {
        var given = waybill.Text("detail-type");
        if (given.Length > 0 && given != expected)
        {
            waybill.Report("detail-type", $"'{given}' given; allowed: '{expected}', the id and its major version", StructureRule.Version);
        }

        return given;
    }

    private static Deprecation? ReadDeprecation(Fields fields)
    {
        if (fields.Inner("deprecated") is not { } deprecated)
        {
            return null;
        }

        deprecated.AllowOnly("date", "message");
        deprecated.Text("date");
        return new Deprecation(deprecated.OptionalDate("date") ?? DateOnly.MinValue, deprecated.Text("message"));
    }

    private static DateOnly? ReadSunset(Fields fields, Fields waybill)
    {
        var sunset = waybill.OptionalDate("sunset");
        if (sunset is not null && fields.Inner("deprecated") is null)
        {
            waybill.Report("sunset", "is set for a version that is not deprecated; add 'deprecated' with date and message");
        }

        return sunset;
    }

    private static JsonSchema? ReadSchema(CatalogFolder folder, EntryPath entry, Fields fields)
    {
        var path = fields.Text("schemaPath");
        if (path.Length == 0)
        {
            return null;
        }

        var file = SchemaFile(entry, fields);
        if (!folder.Has(file))
        {
            fields.Report("schemaPath", $"'{path}' given; there is no such file in {entry.Folder}", StructureRule.Schema);
            return null;
        }

        return folder.ReadSchema(file);
    }

    private static string SchemaFile(EntryPath entry, Fields fields) => $"{entry.Folder}/{fields.OptionalText("schemaPath")}";

    private static IEnumerable<EventExample> Examples(CatalogFolder folder, EntryPath entry, string detailType)
    {
        var prefix = $"{entry.Folder}/examples/";
        foreach (var file in folder.Below(prefix))
        {
            if (!file.EndsWith(".json", StringComparison.Ordinal)
                || folder.ReadJson(file, StructureRule.Example, out var utf8) is not { } envelope)
            {
                continue;
            }

            var isEnvelope = envelope.ValueKind == JsonValueKind.Object && envelope.TryGetProperty("data", out _);
            if (!isEnvelope)
            {
                folder.Report(
                    file, null, "/data", "is missing; an example is a whole CloudEvents envelope with its data", StructureRule.Example);
            }
            else if (
                !envelope.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String || !type.ValueEquals(detailType))
            {
                folder.Report(file, null, "/type", $"is not this event's; allowed: \"{detailType}\"", StructureRule.Example);
            }

            if (isEnvelope)
            {
                yield return new EventExample(file[prefix.Length..^".json".Length], file, utf8, envelope);
            }
        }
    }
}

using System.Text.Json;
using Waybill.Catalog.Findings;
using Waybill.JsonSchemas;

namespace Waybill.Catalog.Checking;

/// <summary>Examples are what the catalog says an event looks like: each is held against the envelope and against its own version's schema.</summary>
internal static class ExampleChecks
{
    private const string EnvelopeFile = "envelope.schema.json";

    public static IEnumerable<Finding> Run(CheckScope scope)
    {
        var (envelope, refused) = ReadEnvelope(scope);
        return refused.Concat(scope.Catalog.Events.AsParallel().AsOrdered().SelectMany(e => e.Examples.SelectMany(example => Check(scope, envelope, e, example))));
    }

    private static IEnumerable<Finding> Check(CheckScope scope, JsonSchema? envelope, CatalogEvent e, EventExample example)
    {
        var file = scope.InCatalog(example.File);
        foreach (var violation in envelope?.Validate(example.Envelope) ?? [])
        {
            yield return CheckRules.Example.At(file, violation.InstancePointer, $"{violation.Message} [{EnvelopeFile} {violation.SchemaPointer}]");
        }

        foreach (var violation in e.Schema.Validate(example.Data))
        {
            yield return CheckRules.Example.At(file, $"/data{violation.InstancePointer}", $"{violation.Message} [schema of {e.Id} {e.Version} {violation.SchemaPointer}]");
        }

        if (Text(example.Envelope, "source") is { } source && source != e.Source)
        {
            yield return CheckRules.Example.At(file, "/source", $"\"{source}\" given", $"\"{e.Source}\", the source of {e.DetailType}");
        }

        if (Text(example.Envelope, "dataschema") is { } schema && e.Schema.Id is { } id && schema != id)
        {
            yield return CheckRules.Example.At(file, "/dataschema", $"\"{schema}\" given", $"\"{id}\", the $id of its version's schema");
        }
    }

    private static string? Text(JsonElement envelope, string name) =>
        envelope.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A catalog without an envelope schema is one whose envelopes nobody has decided on.</summary>
    private static (JsonSchema? Schema, IEnumerable<Finding> Refused) ReadEnvelope(CheckScope scope)
    {
        var path = Path.Combine(scope.CatalogFolder, EnvelopeFile);
        if (!File.Exists(path))
        {
            return (null, []);
        }

        try
        {
            return (JsonSchema.Parse(File.ReadAllBytes(path)), []);
        }
        catch (JsonSchemaException refused)
        {
            return (null, refused.Problems.Select(problem => CheckRules.Schema.At(scope.InCatalog(EnvelopeFile), problem.SchemaPointer, problem.Message)));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return (null, [CheckRules.File.At(scope.InCatalog(EnvelopeFile), null, $"cannot be read: {unreadable.Message}")]);
        }
    }
}

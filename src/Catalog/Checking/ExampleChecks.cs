using System.Text.Json;
using Waybill.Catalog.Findings;
using Waybill.Catalog.Reading;

namespace Waybill.Catalog.Checking;

/// <summary>What an event looks like: each example is held against the envelope and against its own version's schema.</summary>
internal static class ExampleChecks
{
    public static IEnumerable<Finding> Run(CheckScope scope) => scope.Catalog.Events.AsParallel().AsOrdered()
        .SelectMany(e => e.Examples.SelectMany(example => Check(scope, e, example)));

    private static IEnumerable<Finding> Check(CheckScope scope, CatalogEvent e, EventExample example)
    {
        var file = scope.InCatalog(example.File);
        foreach (var violation in scope.Reading.Envelope?.Validate(example.Envelope) ?? [])
        {
            yield return StructureRule.Example.At(
                file, violation.InstancePointer, $"{violation.Message} [{CatalogReader.EnvelopeFile} {violation.SchemaPointer}]");
        }

        foreach (var violation in e.Schema.Validate(example.Data))
        {
            yield return StructureRule.Example.At(
                file, $"/data{violation.InstancePointer}", $"{violation.Message} [schema of {e.Id} {e.Version} {violation.SchemaPointer}]");
        }

        if (Text(example.Envelope, "source") is { } source && source != e.Source)
        {
            yield return StructureRule.Example.At(file, "/source", $"\"{source}\" given", $"\"{e.Source}\", the source of {e.DetailType}");
        }

        if (Text(example.Envelope, "dataschema") is { } schema && e.Schema.Id is { } id && schema != id)
        {
            yield return StructureRule.Example.At(file, "/dataschema", $"\"{schema}\" given", $"\"{id}\", the $id of its version's schema");
        }
    }

    private static string? Text(JsonElement envelope, string name) =>
        envelope.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

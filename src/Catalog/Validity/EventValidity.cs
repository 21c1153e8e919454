using System.Text.Json;
using Waybill.Catalog.Reading;

namespace Waybill.Catalog.Validity;

/// <summary>What is not as the catalog says it has to be, in an event.</summary>
/// <param name="Place">JSON pointer into the envelope.</param>
/// <param name="Message">What is wrong; never repeats a value of the data, which may be personal.</param>
/// <param name="Allowed">What is allowed instead, where that can be said apart from the message.</param>
public sealed record EventProblem(string Place, string Message, string? Allowed = null);

/// <summary>Holds an event's envelope against the catalog.</summary>
public static class EventValidity
{
    /// <summary>Everything that is wrong with an envelope of an event: what is around its data, its data, and what it says it is.</summary>
    /// <param name="reading">The catalog.</param>
    /// <param name="described">What the envelope is of.</param>
    /// <param name="envelope">A JSON object.</param>
    public static IEnumerable<EventProblem> Of(CatalogReading reading, CatalogEvent described, JsonElement envelope)
    {
        foreach (var violation in reading.Envelope?.Validate(envelope) ?? [])
        {
            yield return new EventProblem(
                violation.InstancePointer, $"{violation.Message} [{CatalogReader.EnvelopeFile} {violation.SchemaPointer}]");
        }

        foreach (var violation in envelope.TryGetProperty("data", out var data) ? described.Schema.Validate(data) : [])
        {
            yield return new EventProblem(
                $"/data{violation.InstancePointer}",
                $"{violation.Message} [schema of {described.Id} {described.Version} {violation.SchemaPointer}]");
        }

        if (Text(envelope, "source") is { } source && source != described.Source)
        {
            yield return new EventProblem(
                "/source", $"\"{source}\" given", $"\"{described.Source}\", the source of {described.DetailType}");
        }

        if (Text(envelope, "dataschema") is { } schema && described.Schema.Id is { } id && schema != id)
        {
            yield return new EventProblem("/dataschema", $"\"{schema}\" given", $"\"{id}\", the $id of its version's schema");
        }
    }

    private static string? Text(JsonElement envelope, string name) =>
        envelope.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

using System.Text.Json;

namespace Waybill.Operations.Logs;

/// <summary>An event that was put on a bus, as the bus's log has it: ids only (infra/EventBusStack).</summary>
public sealed record PublishedEvent(
    string EventId, string Type, string Source, DateTimeOffset Time, string? Subject, string? CorrelationId, string? CausationId)
{
    /// <summary>Null when the line is another one.</summary>
    public static PublishedEvent? Read(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && Text(json.RootElement, "eventId") is { } id && Text(json.RootElement, "eventType") is { } type
                && Text(json.RootElement, "source") is { } source
                && DateTimeOffset.TryParse(Text(json.RootElement, "time"), null, out var time)
                    ? new PublishedEvent(
                        id, type, source, time, Text(json.RootElement, "partitionKey"), Text(json.RootElement, "correlationId"),
                        Text(json.RootElement, "causationId"))
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A missing member is an empty text there: the rule's input has no other way to say so.</summary>
    private static string? Text(JsonElement line, string name) =>
        line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : null;
}

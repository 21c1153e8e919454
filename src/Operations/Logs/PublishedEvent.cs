using System.Text.Json;
using Waybill.Operations.Events;

namespace Waybill.Operations.Logs;

/// <summary>An event that was put on a bus, as the bus's log has it: ids only (infra/PublishedLog).</summary>
public sealed record PublishedEvent(
    string EventId, string Type, string Source, DateTimeOffset Time, string? Subject, string? CorrelationId, string? CausationId)
{
    /// <summary>Null when the line is another one.</summary>
    public static PublishedEvent? Read(string line) => JsonLine.Read(line, Read);

    private static PublishedEvent? Read(JsonElement line) =>
        Text(line, "eventId") is { } id && Text(line, "eventType") is { } type && Text(line, "source") is { } source
        && DateTimeOffset.TryParse(Text(line, "time"), null, out var time)
            ? new PublishedEvent(
                id, type, source, time, Text(line, "partitionKey"), Text(line, "correlationId"), Text(line, "causationId"))
            : null;

    /// <summary>A missing member is an empty text there: the rule's input has no other way to say so.</summary>
    private static string? Text(JsonElement line, string name) => line.Text(name) is { Length: > 0 } text ? text : null;
}

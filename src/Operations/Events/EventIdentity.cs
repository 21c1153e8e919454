using System.Text.Json;

namespace Waybill.Operations.Events;

/// <summary>What identifies an event in a message: EventBridge's attributes, and the envelope's where the detail is one.</summary>
/// <param name="Type">The <c>detail-type</c>.</param>
/// <param name="Source">Who published it.</param>
/// <param name="Id">The envelope's id, which deliveries and replays share; else EventBridge's, which a replay changes.</param>
/// <param name="Subject">What the event is about: the envelope's partition key, such as an order's id.</param>
/// <param name="CorrelationId">Shared by everything that happened because of one first event.</param>
/// <param name="Time">When it happened.</param>
public sealed record EventIdentity(
    string? Type, string? Source, string? Id, string? Subject, string? CorrelationId, DateTimeOffset? Time)
{
    private static readonly EventIdentity Unknown = new(null, null, null, null, null, null);

    /// <summary>Reads it from a message's body, which may be anything.</summary>
    public static EventIdentity Of(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement is { ValueKind: JsonValueKind.Object } @event ? Of(@event) : Unknown;
        }
        catch (JsonException)
        {
            return Unknown;
        }
    }

    private static EventIdentity Of(JsonElement @event)
    {
        var detail = @event.TryGetProperty("detail", out var found) && found.ValueKind == JsonValueKind.Object ? found : default;
        return new EventIdentity(
            Text(@event, "detail-type") ?? Text(detail, "type"), Text(@event, "source") ?? Text(detail, "source"),
            Text(detail, "id") ?? Text(@event, "id"), Text(detail, "partitionkey"), Text(detail, "correlationid"),
            DateTimeOffset.TryParse(Text(@event, "time") ?? Text(detail, "time"), null, out var time) ? time : null);
    }

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}

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
    public static EventIdentity Of(string body) => JsonLine.Read(body, Of) ?? Unknown;

    private static EventIdentity Of(JsonElement @event)
    {
        var detail = @event.TryGetProperty("detail", out var found) && found.ValueKind == JsonValueKind.Object ? found : default;
        return new EventIdentity(
            @event.Text("detail-type") ?? detail.Text("type"), @event.Text("source") ?? detail.Text("source"),
            detail.Text("id") ?? @event.Text("id"), detail.Text("partitionkey"), detail.Text("correlationid"),
            DateTimeOffset.TryParse(@event.Text("time") ?? detail.Text("time"), null, out var time) ? time : null);
    }
}

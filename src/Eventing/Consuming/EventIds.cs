using System.Text.Json;

namespace Waybill.Eventing.Consuming;

/// <summary>What identifies an event in a log line; the idempotency key is the table's, a root event has no causation id.</summary>
internal sealed record EventIds(
    string EventId, string EventType, string Source, string PartitionKey, string CorrelationId, string? CausationId, string IdempotencyKey)
{
    public static EventIds Of<TData>(Event<TData> @event, string idempotencyKey) => new(
        @event.Id, @event.Type, @event.Source, @event.PartitionKey, @event.CorrelationId, @event.CausationId, idempotencyKey);

    public void WriteTo(Utf8JsonWriter line)
    {
        line.WriteString("eventId"u8, EventId);
        line.WriteString("eventType"u8, EventType);
        line.WriteString("source"u8, Source);
        line.WriteString("partitionKey"u8, PartitionKey);
        line.WriteString("correlationId"u8, CorrelationId);
        if (CausationId is not null)
        {
            line.WriteString("causationId"u8, CausationId);
        }

        line.WriteString("idempotencyKey"u8, IdempotencyKey);
    }
}

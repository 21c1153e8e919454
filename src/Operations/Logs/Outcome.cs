using System.Text.Json;
using Waybill.Operations.Events;

namespace Waybill.Operations.Logs;

/// <summary>What became of one delivery of an event, as the consumer's line says (Waybill.Eventing.Consuming, ConsumerLog).</summary>
public enum OutcomeKind
{
    /// <summary>The effect took place.</summary>
    Handled,

    /// <summary>It had taken place before.</summary>
    Suppressed,

    /// <summary>Another delivery of the same was in hand; it will come again.</summary>
    Postponed,

    /// <summary>The consumer threw.</summary>
    Failed,

    /// <summary>The message is no event.</summary>
    Unreadable,
}

/// <summary>One line that a consumer writes for each message it is handed.</summary>
public sealed record Outcome(OutcomeKind Kind, string MessageId, DateTimeOffset At, string Consumer)
{
    public int? Attempt { get; init; }

    public TimeSpan? Waited { get; init; }

    public TimeSpan? Took { get; init; }

    public string? EventId { get; init; }

    public string? EventType { get; init; }

    public string? Source { get; init; }

    public string? Subject { get; init; }

    public string? CorrelationId { get; init; }

    public string? CausationId { get; init; }

    /// <summary>The id in the consumer's idempotency table.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>The exception's type and message.</summary>
    public string? Error { get; init; }

    public string? StackTrace { get; init; }

    /// <summary>Null when the line is another one.</summary>
    public static Outcome? Read(string line) => JsonLine.Read(line, Read);

    private static Outcome? Read(JsonElement line) =>
        Enum.TryParse<OutcomeKind>(line.Text("outcome"), ignoreCase: true, out var kind)
        && line.Text("messageId") is { } message && line.Text("consumer") is { } consumer
        && DateTimeOffset.TryParse(line.Text("time"), null, out var at)
            ? new Outcome(kind, message, at, consumer)
            {
                Attempt = Number(line, "attempt") is { } attempt ? (int)attempt : null,
                Waited = Milliseconds(line, "waitedMs"),
                Took = Milliseconds(line, "tookMs"),
                EventId = line.Text("eventId"),
                EventType = line.Text("eventType"),
                Source = line.Text("source"),
                Subject = line.Text("partitionKey"),
                CorrelationId = line.Text("correlationId"),
                CausationId = line.Text("causationId"),
                IdempotencyKey = line.Text("idempotencyKey"),
                Error = line.Text("error"),
                StackTrace = line.Text("stackTrace"),
            }
            : null;

    private static TimeSpan? Milliseconds(JsonElement line, string name) =>
        Number(line, name) is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null;

    private static double? Number(JsonElement line, string name) =>
        line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}

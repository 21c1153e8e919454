using System.Diagnostics;

namespace Waybill.Eventing;

/// <summary>What spans of publishing and consuming share: OpenTelemetry's conventions for messaging, and no personal data.</summary>
/// <remarks>
/// https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/. A span is called after the event's type or its consumer and not
/// after the bus or queue, for that is what one looks for. Neither key nor data of an event is on it (docs/decisions/0033).
/// </remarks>
internal static class Traces
{
    public static readonly ActivitySource Source = new("Waybill.Eventing");

    /// <summary>A trace that begins here, for whoever records one later.</summary>
    public static string Begin() => $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-01";

    /// <summary>Null where there is none to be read.</summary>
    public static ActivityContext? Read(string? traceParent) =>
        ActivityContext.TryParse(traceParent, traceState: null, isRemote: true, out var context) ? context : null;

    public static void Describe<TData>(Activity span, Event<TData> @event)
    {
        span.SetTag("messaging.message.id", @event.Id);
        span.SetTag("messaging.message.conversation_id", @event.CorrelationId);
        span.SetTag("cloudevents.event_type", @event.Type);
        span.SetTag("cloudevents.event_source", @event.Source);
    }

    /// <param name="span">Of what failed.</param>
    /// <param name="error">A class of errors; a message could quote data.</param>
    public static void Fail(Activity? span, string error) => span?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", error);
}

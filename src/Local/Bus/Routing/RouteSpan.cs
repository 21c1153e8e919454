using System.Diagnostics;
using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Tracing;
using Waybill.Telemetry;

namespace Waybill.Local.Bus.Routing;

/// <summary>What a bus does for an event: the span from a rule's match to what it handed over being on disk.</summary>
internal static class RouteSpan
{
    private static readonly JsonReaderOptions Deep = new() { MaxDepth = 1_100 };

    public static Activity? Begin(LaptopSpans spans, Rule rule, RuleTarget target, BusEvent envelope)
    {
        if (!spans.AreWanted)
        {
            return null;
        }

        var span = spans.Begin($"route {rule.Name}", ActivityKind.Internal, TraceOf(envelope));
        span?.SetTag("messaging.system", "aws_eventbridge");
        span?.SetTag("messaging.operation.name", "route");
        span?.SetTag("messaging.destination.name", target.Arn.Split(':')[^1]);
        span?.SetTag("messaging.message.id", envelope.Id);
        span?.SetTag("cloudevents.event_type", envelope.DetailType);
        span?.SetTag("waybill.rule", rule.Name);
        span?.SetTag("waybill.replay", envelope.ReplayName);
        return span;
    }

    /// <summary>What the target is told of where it came from: the span, or else what the publisher said.</summary>
    public static string? Header(Activity? span, BusEvent envelope) =>
        span is { } routed ? TraceHeader.Write(routed.Context) : envelope.TraceHeader;

    /// <summary>The trace an event belongs to, by the <c>traceparent</c> in its detail, which a replay keeps, or else by its trace
    /// header.</summary>
    /// <remarks>CloudEvents, "Distributed Tracing extension".</remarks>
    internal static ActivityContext? TraceOf(BusEvent envelope) =>
        ActivityContext.TryParse(TraceParent(envelope.Utf8.Span), traceState: null, isRemote: true, out var trace)
            ? trace
            : TraceHeader.Read(envelope.TraceHeader);

    private static string? TraceParent(ReadOnlySpan<byte> envelope)
    {
        var json = new Utf8JsonReader(envelope, Deep);
        var inDetail = false;
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (json.CurrentDepth == 1)
            {
                inDetail = json.ValueTextEquals("detail"u8);
            }
            else if (inDetail && json.ValueTextEquals("traceparent"u8))
            {
                return json.Read() && json.TokenType == JsonTokenType.String ? json.GetString() : null;
            }
            else
            {
                json.Skip();
            }
        }

        return null;
    }
}

using System.Diagnostics;
using Amazon.Lambda.SQSEvents;
using Waybill.Telemetry;

namespace Waybill.Eventing.Consuming;

/// <summary>The span of one delivery, from its claim to what came of it.</summary>
/// <remarks>
/// It belongs to the trace of its event. Where the queue hands over a context of the same trace, that is its parent, else the publisher's
/// span is; it is linked to whichever of the two is not.
/// </remarks>
internal static class ProcessSpan
{
    /// <summary>Begins the span. While it is the current activity, the event's trace goes on: HttpClient hands it to whom the consumer
    /// asks, and so do the events that follow; that is so when nobody records spans, too.</summary>
    public static Activity Start<TData>(string consumer, SQSEvent.SQSMessage message, Event<TData> @event)
    {
        var published = Traces.Read(@event.TraceParent);
        var span = Traces.Source.HasListeners() ? Recorded(consumer, message, published) : null;
        if (span is null)
        {
            return Unrecorded(consumer, published);
        }

        Traces.Describe(span, @event);
        return span;
    }

    /// <summary>Of a message that is no event all that is known is how it came; null when nobody records spans.</summary>
    public static Activity? StartUnreadable(string consumer, SQSEvent.SQSMessage message) =>
        Traces.Source.HasListeners() ? Recorded(consumer, message, published: null) : null;

    public static void Tell(Activity? span, Outcome outcome, Attempt attempt, Exception? failure)
    {
        span?.SetTag("waybill.outcome", ConsumerLog.Name(outcome));
        span?.SetTag("waybill.attempt", attempt.Number);
        if (outcome is Outcome.Failed or Outcome.Unreadable)
        {
            Traces.Fail(span, failure?.GetType().FullName ?? "_OTHER");
        }
    }

    private static Activity? Recorded(string consumer, SQSEvent.SQSMessage message, ActivityContext? published)
    {
        var handedOver = message.Attributes?.GetValueOrDefault("AWSTraceHeader") is { } header ? TraceHeader.Read(header) : null;
        var parent = published is null || handedOver?.TraceId == published.Value.TraceId ? handedOver : published;
        var others = new[] { published, handedOver }.OfType<ActivityContext>().Where(one => one != parent);
        var span = Traces.Source.StartActivity(
            $"process {consumer}", ActivityKind.Consumer, parent ?? default, tags: null, others.Select(one => new ActivityLink(one)));
        span?.SetTag("messaging.system", "aws_sqs");
        span?.SetTag("messaging.operation.name", "process");
        span?.SetTag("messaging.operation.type", "process");
        span?.SetTag("messaging.destination.name", message.EventSourceArn?.Split(':')[^1]);
        span?.SetTag("messaging.consumer.group.name", consumer);
        return span;
    }

    private static Activity Unrecorded(string consumer, ActivityContext? published)
    {
        var activity = new Activity(consumer);
        if (published is { } cause)
        {
            activity.SetParentId(cause.TraceId, cause.SpanId, cause.TraceFlags);
        }
        else
        {
            // Nobody has decided against recording it.
            activity.ActivityTraceFlags = ActivityTraceFlags.Recorded;
        }

        return activity.Start();
    }
}

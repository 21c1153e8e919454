using System.Diagnostics;

namespace Waybill.Eventing.Publishing;

/// <summary>The spans of events on their way to the bus.</summary>
internal static class PublishSpan
{
    /// <summary>Begins the span of an event, in the trace that it belongs to; null when nobody records any.</summary>
    public static Activity? Start<TData>(Event<TData> @event, string bus)
    {
        if (!Traces.Source.HasListeners())
        {
            return null;
        }

        var around = Activity.Current;
        var span = Traces.Source.StartActivity(
            $"publish {@event.Type}", ActivityKind.Producer, Traces.Read(@event.TraceParent) ?? around?.Context ?? default);
        Activity.Current = around; // Events that are published together are no parts of each other.
        if (span is not null)
        {
            span.SetTag("messaging.system", "aws_eventbridge");
            span.SetTag("messaging.operation.name", "publish");
            span.SetTag("messaging.operation.type", "send");
            span.SetTag("messaging.destination.name", bus);
            Traces.Describe(span, @event);
        }

        return span;
    }

    /// <summary>Ends the spans of a publication, and says of each event whether it got in.</summary>
    public static void End(IReadOnlyList<Entry> entries, Exception? failure)
    {
        // One event may be published twice at once.
        var refused = (failure as EventsNotPublishedException)?.Events.ToLookup(one => one.EventId, one => one.ErrorCode);
        foreach (var entry in entries)
        {
            var error = refused is null ? failure?.GetType().FullName : refused[entry.EventId].FirstOrDefault();
            if (error is not null)
            {
                Traces.Fail(entry.Span, error);
            }

            entry.Span?.Dispose();
        }
    }
}

using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Waybill.Eventing.Consuming;

/// <summary>Writes one JSON line for each thing worth knowing: failures, and the counts CloudWatch turns into metrics.</summary>
/// <remarks>
/// Ids only. Neither a message's body nor an event's data is ever written, and of an exception only its own type, message and stack: what
/// it wraps may quote data, so an adapter whose errors could do that wraps them in one of its own.
/// </remarks>
public sealed class ConsumerLog(TextWriter output, TimeProvider time)
{
    /// <summary>Says what happened in a sentence that holds ids at most.</summary>
    public void Information(string consumer, string message) =>
        Write("Information", consumer, line => line.WriteString("message", message));

    internal void Postponed(string consumer, string messageId, EventIds ids) => Write("Warning", consumer, line =>
    {
        WriteIds(line, messageId, ids);
        line.WriteString("message", "Another delivery of the same is still being handled; this one stays in the queue.");
    });

    internal void Failed(string consumer, string messageId, EventIds? ids, string what, Exception exception) =>
        Write("Error", consumer, line => Describe(line, messageId, ids, what, exception));

    /// <summary>Counts one of something as a metric of namespace <c>Waybill</c> with one dimension.</summary>
    public void Count(string metric, string dimension, string of) => WriteMetrics(dimension, of, (metric, 1));

    /// <summary>Counts of one batch.</summary>
    internal void Count(string consumer, int handled, int duplicates, int failed) =>
        WriteMetrics("Consumer", consumer, ("EventsHandled", handled), ("DuplicatesSuppressed", duplicates), ("EventsFailed", failed));

    /// <summary>CloudWatch makes metrics of such a line (CloudWatch user guide, "Specification: Embedded metric format").</summary>
    private void WriteMetrics(string dimension, string of, params (string Name, int Value)[] metrics) => WriteLine(line =>
    {
        line.WriteStartObject("_aws");
        line.WriteNumber("Timestamp", time.GetUtcNow().ToUnixTimeMilliseconds());
        var names = string.Join(',', metrics.Select(metric => $$"""{"Name":"{{metric.Name}}","Unit":"Count"}"""));
        line.WritePropertyName("CloudWatchMetrics");
        line.WriteRawValue($$"""[{"Namespace":"Waybill","Dimensions":[["{{dimension}}"]],"Metrics":[{{names}}]}]""");
        line.WriteEndObject();
        line.WriteString(dimension, of);
        foreach (var (name, value) in metrics)
        {
            line.WriteNumber(name, value);
        }
    });

    private static void Describe(Utf8JsonWriter line, string messageId, EventIds? ids, string what, Exception exception)
    {
        WriteIds(line, messageId, ids);
        line.WriteString("message", what);
        line.WriteString("error", $"{exception.GetType().FullName}: {exception.Message}");
        if (exception.InnerException is { } inner)
        {
            line.WriteString("cause", inner.GetType().FullName);
        }

        if (exception is not MalformedEventException && exception.StackTrace is { } stackTrace)
        {
            line.WriteString("stackTrace", stackTrace);
        }
    }

    private static void WriteIds(Utf8JsonWriter line, string messageId, EventIds? ids)
    {
        line.WriteString("messageId", messageId);
        if (ids is not null)
        {
            line.WriteString("eventId", ids.EventId);
            line.WriteString("eventType", ids.EventType);
            line.WriteString("correlationId", ids.CorrelationId);
            line.WriteString("idempotencyKey", ids.IdempotencyKey);
        }
    }

    private void Write(string level, string consumer, Action<Utf8JsonWriter> write) => WriteLine(line =>
    {
        line.WriteString("level", level);
        line.WriteString("time", time.GetUtcNow().UtcDateTime);
        line.WriteString("consumer", consumer);
        write(line);
    });

    private void WriteLine(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var line = new Utf8JsonWriter(buffer))
        {
            line.WriteStartObject();
            write(line);
            line.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }
}

/// <summary>What identifies an event in a log line.</summary>
internal sealed record EventIds(string EventId, string EventType, string CorrelationId, string IdempotencyKey);

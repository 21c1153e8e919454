using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Waybill.Eventing.Consuming;

/// <summary>Writes one JSON line for what came of each message, and the counts CloudWatch turns into metrics.</summary>
/// <remarks>
/// Ids only. Neither a message's body nor an event's data is ever written, and of an exception only its own type, message and stack: what
/// it wraps may quote data, so an adapter whose errors could do that wraps them in one of its own. Of what it wraps there are the types,
/// and where each was thrown; of calls that failed, whom they asked and where, without a query.
/// </remarks>
public sealed class ConsumerLog(TextWriter output, TimeProvider time)
{
    private readonly Lock _oneAtATime = new();
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);

    /// <summary>Says what happened in a sentence that holds ids at most.</summary>
    public void Information(string consumer, string message) => Say("Information", consumer, message);

    /// <summary>Says what went wrong beside consuming, which goes on.</summary>
    internal void Warning(string consumer, string message) => Say("Warning", consumer, message);

    /// <summary>Says what came of a message; of one that could not be read there are no ids.</summary>
    internal void Write(
        string consumer, Attempt attempt, Outcome outcome, EventIds? ids, Exception? exception, IReadOnlyList<string> calls)
    {
        var (level, message) = Describe(outcome);
        lock (_oneAtATime)
        {
            using var line = Begin(level, consumer);
            line.WriteString("outcome"u8, Name(outcome));
            attempt.WriteTo(line, time);
            Write(line, ids, message, exception, calls);
        }
    }

    /// <summary>Says that a claim of ours stays until its lease ends; what came of the message is another line.</summary>
    internal void NotReleased(string consumer, string messageId, EventIds ids, Exception exception)
    {
        lock (_oneAtATime)
        {
            using var line = Begin("Error", consumer);
            line.WriteString("messageId"u8, messageId);
            Write(line, ids, "The claim could not be released; the event waits until its lease ends.", exception, calls: []);
        }
    }

    /// <summary>Counts one of something as a metric of namespace <c>Waybill</c> with one dimension.</summary>
    public void Count(string metric, string dimension, string of) => WriteMetrics(dimension, of, (metric, 1));

    /// <summary>Counts of one batch.</summary>
    internal void Count(string consumer, int handled, int duplicates, int failed) =>
        WriteMetrics("Consumer", consumer, ("EventsHandled", handled), ("DuplicatesSuppressed", duplicates), ("EventsFailed", failed));

    /// <summary>What an outcome is called, in the log and on spans.</summary>
    internal static string Name(Outcome outcome) => outcome switch
    {
        Outcome.Handled => "handled",
        Outcome.Suppressed => "suppressed",
        Outcome.Postponed => "postponed",
        Outcome.Failed => "failed",
        _ => "unreadable",
    };

    private static (string Level, string Message) Describe(Outcome outcome) => outcome switch
    {
        Outcome.Handled => ("Information", "The event was handled."),
        Outcome.Suppressed => ("Information", "The event had been handled before; nothing was done."),
        Outcome.Postponed => ("Warning", "Another delivery of the same is still being handled; this one stays in the queue."),
        Outcome.Failed => ("Error", "The event was not handled; it stays in the queue."),
        _ => ("Error", "The message cannot be read; it stays in the queue until the redrive policy moves it."),
    };

    /// <summary>CloudWatch makes metrics of such a line (CloudWatch user guide, "Specification: Embedded metric format").</summary>
    private void WriteMetrics(string dimension, string of, params (string Name, int Value)[] metrics)
    {
        var names = string.Join(',', metrics.Select(metric => $$"""{"Name":"{{metric.Name}}","Unit":"Count"}"""));
        lock (_oneAtATime)
        {
            using var line = Begin();
            line.WriteStartObject("_aws"u8);
            line.WriteNumber("Timestamp"u8, time.GetUtcNow().ToUnixTimeMilliseconds());
            line.WritePropertyName("CloudWatchMetrics"u8);
            line.WriteRawValue($$"""[{"Namespace":"Waybill","Dimensions":[["{{dimension}}"]],"Metrics":[{{names}}]}]""");
            line.WriteEndObject();
            line.WriteString(dimension, of);
            foreach (var (name, value) in metrics)
            {
                line.WriteNumber(name, value);
            }

            End(line);
        }
    }

    private void Write(Utf8JsonWriter line, EventIds? ids, string message, Exception? exception, IReadOnlyList<string> calls)
    {
        ids?.WriteTo(line);
        line.WriteString("message"u8, message);
        if (exception is not null)
        {
            Write(line, exception, calls);
        }

        End(line);
    }

    private static void Write(Utf8JsonWriter line, Exception exception, IReadOnlyList<string> calls)
    {
        line.WriteString("error"u8, $"{exception.GetType().FullName}: {exception.Message}");
        WriteList(line, "calls"u8, calls);
        WriteList(line, "causes"u8, [.. Causes.Of(exception)]);
        if (exception is not MalformedEventException && exception.StackTrace is { } stackTrace)
        {
            line.WriteString("stackTrace"u8, stackTrace);
        }
    }

    private static void WriteList(Utf8JsonWriter line, ReadOnlySpan<byte> name, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
        {
            return;
        }

        line.WriteStartArray(name);
        foreach (var text in texts)
        {
            line.WriteStringValue(text);
        }

        line.WriteEndArray();
    }

    private void Say(string level, string consumer, string message)
    {
        lock (_oneAtATime)
        {
            using var line = Begin(level, consumer);
            line.WriteString("message"u8, message);
            End(line);
        }
    }

    private Utf8JsonWriter Begin(string level, string consumer)
    {
        var line = Begin();
        line.WriteString("level"u8, level);
        line.WriteString("time"u8, time.GetUtcNow().UtcDateTime);
        line.WriteString("consumer"u8, consumer);
        return line;
    }

    private Utf8JsonWriter Begin()
    {
        _buffer.ResetWrittenCount();
        var line = new Utf8JsonWriter(_buffer);
        line.WriteStartObject();
        return line;
    }

    private void End(Utf8JsonWriter line)
    {
        line.WriteEndObject();
        line.Flush();
        var text = ArrayPool<char>.Shared.Rent(_buffer.WrittenCount);
        output.WriteLine(text.AsSpan(0, Encoding.UTF8.GetChars(_buffer.WrittenSpan, text)));
        ArrayPool<char>.Shared.Return(text);
    }
}

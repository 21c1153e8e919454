using System.Diagnostics;
using Waybill.Local.Account;
using Waybill.Local.Bus;
using Waybill.Local.Tracing;
using Waybill.Telemetry;

namespace Waybill.Local.Functions;

/// <summary>What a queue and Lambda did for each message of a batch: the wait in the queue, and the call of the function.</summary>
/// <remarks>A call is in the trace of each message it was made for, so that every event's trace is whole; it says how many shared
/// it.</remarks>
internal sealed class BatchSpans
{
    private readonly Dictionary<string, Activity> _calls = new(StringComparer.Ordinal);

    private BatchSpans(IReadOnlyList<ReceivedMessage> messages) => Messages = messages;

    /// <summary>The messages as the function gets them, each of which says by which call it came.</summary>
    public IReadOnlyList<ReceivedMessage> Messages { get; private init; }

    /// <param name="spans">The laptop's.</param>
    /// <param name="mapping">From where to where.</param>
    /// <param name="batch">What has just been received.</param>
    /// <param name="time">The account's clock, by which the messages were sent.</param>
    public static BatchSpans Begin(
        LaptopSpans spans, EventSourceMapping mapping, IReadOnlyList<ReceivedMessage> batch, TimeProvider time)
    {
        if (!spans.AreWanted)
        {
            return new BatchSpans(batch);
        }

        var messages = batch.ToArray();
        var begun = new BatchSpans(messages);
        foreach (var (i, message) in batch.Index())
        {
            if (Call(spans, mapping, message, batch.Count, time) is { } call)
            {
                messages[i] = message with { TraceHeader = TraceHeader.Write(call.Context) };
                begun._calls[message.MessageId] = call;
            }
        }

        return begun;
    }

    /// <param name="error">Why none of the messages was handled; null when the function answered.</param>
    /// <param name="failed">Those it said it had not handled.</param>
    public void End(string? error, IReadOnlySet<string>? failed = null)
    {
        foreach (var (messageId, call) in _calls)
        {
            var why = error ?? (failed?.Contains(messageId) is true ? "batchItemFailure" : null);
            if (why is not null)
            {
                LaptopSpans.Fail(call, why);
            }

            call.Dispose();
        }
    }

    private static Activity? Call(
        LaptopSpans spans, EventSourceMapping mapping, ReceivedMessage message, int count, TimeProvider time)
    {
        // By how long it waited and not since when, for the account's clock may be another than that of spans.
        var now = TimeProvider.System.GetUtcNow();
        var queue = mapping.QueueArn.Split(':')[^1];
        var wait = spans.Begin(
            $"wait {queue}", ActivityKind.Internal, TraceHeader.Read(message.TraceHeader), now - (time.GetUtcNow() - message.SentAt));
        wait?.SetTag("messaging.system", "aws_sqs");
        wait?.SetTag("messaging.operation.name", "wait");
        wait?.SetTag("messaging.destination.name", queue);
        wait?.SetTag("messaging.message.id", message.MessageId);
        wait?.SetTag("waybill.attempt", message.ReceiveCount);
        wait?.Dispose();

        var call = spans.BeginCall(mapping.FunctionName, wait?.Context);
        call?.SetTag("messaging.system", "aws_sqs");
        call?.SetTag("messaging.batch.message_count", count);
        return call;
    }
}

using System.Text;
using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Bus;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Sqs;

/// <summary>SendMessage and SendMessageBatch.</summary>
internal sealed class SqsSending(Queues queues, QueueLookup lookup)
{
    private const string Action = "sqs:SendMessage";
    private const string Trace = "AWSTraceHeader";
    private const string TooLong = "One or more parameters are invalid.";
    private const string TooLongInBatch = "One or more parameters cannot be validated.";
    private const int MaxDelaySeconds = 900;

    public async Task SendMessageAsync(AwsCall call, Utf8JsonWriter json)
    {
        var message = Read(call.Body, lookup.ByUrl(call, Action).Definition, TooLong);
        await queues.SendAsync([message], call.Cancellation);
        Write(json, message);
    }

    public async Task SendMessageBatchAsync(AwsCall call, Utf8JsonWriter json)
    {
        var queue = lookup.ByUrl(call, Action).Definition;
        var entries = SqsLimits.Batch(call.Body, "SendMessage");
        RequireSize(entries.Sum(entry => Size(entry.Entry)));
        foreach (var (_, entry) in entries)
        {
            // One entry without what a FIFO queue needs, and none is taken.
            RequireFifo(queue, entry.Text("MessageGroupId"), entry.Text("MessageDeduplicationId"));
        }

        var sent = new List<(string Id, StoredMessage Message)>();
        var failed = new List<(string Id, AwsException Error)>();
        foreach (var (id, entry) in entries)
        {
            try
            {
                sent.Add((id, Read(entry, queue, TooLongInBatch)));
            }
            catch (AwsException error)
            {
                failed.Add((id, error));
            }
        }

        await queues.SendAsync([.. sent.Select(entry => entry.Message)], call.Cancellation);
        BatchAnswer.Write(json, sent, Write, failed);
    }

    private StoredMessage Read(JsonElement body, Queue queue, string tooLong)
    {
        var text = body.RequiredText("MessageBody");
        if (text.Length == 0)
        {
            throw new AwsException("MissingParameter", "The request must contain the parameter MessageBody.");
        }

        var (group, deduplication) = (SqsLimits.FifoId(body, "MessageGroupId"), SqsLimits.FifoId(body, "MessageDeduplicationId"));
        RequireQueueType(body, queue, group, deduplication);
        var attributes = MessageAttributes.Read(body);
        if (Size(body) > queue.MaximumMessageSize)
        {
            throw SqsLimits.Invalid($"{tooLong} Reason: Message must be shorter than {queue.MaximumMessageSize} bytes.");
        }

        var delay = SqsLimits.InRange(body, "DelaySeconds", (int)queue.Delay.TotalSeconds, 0, MaxDelaySeconds);
        return queues.Prepare(
            queue.Arn, SqsLimits.Content(text), attributes, TraceHeader(body), TimeSpan.FromSeconds(delay), group, deduplication);
    }

    /// <summary>What a FIFO queue needs, and what only one of the kinds takes. A standard queue takes a group, for fairness.</summary>
    private static void RequireQueueType(JsonElement body, Queue queue, string? group, string? deduplication)
    {
        if (queue.Fifo is null)
        {
            _ = deduplication is null ? "" : throw SqsLimits.OtherQueueType("MessageDeduplicationId", deduplication);
            return;
        }

        if (body.Number("DelaySeconds") is { } delay and not 0)
        {
            throw SqsLimits.OtherQueueType("DelaySeconds", delay);
        }

        RequireFifo(queue, group, deduplication);
    }

    private static void RequireFifo(Queue queue, string? group, string? deduplication)
    {
        if (queue.Fifo is { } fifo)
        {
            _ = group ?? throw SqsLimits.Missing("MessageGroupId");
            if (deduplication is null && !fifo.ContentBasedDeduplication)
            {
                throw SqsLimits.Invalid(
                    "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly");
            }
        }
    }

    private static string? TraceHeader(JsonElement body)
    {
        if (body.Object("MessageSystemAttributes") is not { } attributes)
        {
            return null;
        }

        foreach (var attribute in attributes.EnumerateObject().Where(attribute => attribute.Name != Trace))
        {
            throw SqsLimits.Invalid($"Message system attribute name '{attribute.Name}' is invalid; {Trace} is the only one.");
        }

        return attributes.Object(Trace) is not { } trace ? null
            : trace.Text("DataType") == "String" && trace.Text("StringValue") is { Length: > 0 } value ? SqsLimits.Content(value)
            : throw SqsLimits.Invalid($"The message system attribute '{Trace}' must have the type String and a value.");
    }

    /// <summary>The bytes of a whole batch; entries that fail count, too.</summary>
    private static void RequireSize(long size)
    {
        if (size > Queue.LargestMessage)
        {
            throw SqsLimits.Refused(
                "BatchRequestTooLong",
                $"Batch requests cannot be longer than {Queue.LargestMessage} bytes. You have sent {size} bytes.");
        }
    }

    private static long Size(JsonElement message) =>
        Encoding.UTF8.GetByteCount(message.Text("MessageBody") ?? "") + MessageAttributes.Size(message);

    private static void Write(Utf8JsonWriter json, StoredMessage message)
    {
        // For a duplicate, those of the message that was taken before.
        json.WriteString("MessageId"u8, message.Fifo?.DuplicateOf ?? message.MessageId);
        json.WriteString("MD5OfMessageBody"u8, MessageDigest.OfBody(message.Body));
        if (message.Attributes.Count > 0)
        {
            json.WriteString("MD5OfMessageAttributes"u8, MessageDigest.OfAttributes(message.Attributes));
        }

        if (message.TraceHeader is { } trace)
        {
            var system = new Dictionary<string, MessageAttribute>(StringComparer.Ordinal) { [Trace] = MessageAttribute.Text(trace) };
            json.WriteString("MD5OfMessageSystemAttributes"u8, MessageDigest.OfAttributes(system));
        }

        if (message.Fifo is { } place)
        {
            json.WriteString("SequenceNumber"u8, place.Text);
        }
    }
}

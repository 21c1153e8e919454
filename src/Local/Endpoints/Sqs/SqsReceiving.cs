using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Sqs;

/// <summary>ReceiveMessage, and what is done with a message after it.</summary>
internal sealed class SqsReceiving(QueueLookup lookup)
{
    private const int MaxVisibilitySeconds = 43_200;

    private static readonly FrozenSet<string> SystemNames = FrozenSet.Create(
        StringComparer.Ordinal, "All", "SenderId", "SentTimestamp", "ApproximateReceiveCount", "ApproximateFirstReceiveTimestamp",
        "SequenceNumber", "MessageDeduplicationId", "MessageGroupId", "AWSTraceHeader", "DeadLetterQueueSourceArn");

    public async Task ReceiveMessageAsync(AwsCall call, Utf8JsonWriter json)
    {
        var queue = lookup.ByUrl(call, "sqs:ReceiveMessage");
        var max = SqsLimits.InRange(call.Body, "MaxNumberOfMessages", 1, 1, 10);
        var wait = Wait(call.Body, (int)queue.Definition.ReceiveWait.TotalSeconds);
        var visibility = SqsLimits.InRange(
            call.Body, "VisibilityTimeout", (int)queue.Definition.VisibilityTimeout.TotalSeconds, 0, MaxVisibilitySeconds);
        RequireKnown(call.Body, queue.Definition);
        var messages = await queue.ReceiveAsync(max, TimeSpan.FromSeconds(wait), TimeSpan.FromSeconds(visibility), call.Cancellation);
        if (messages.Count == 0)
        {
            return;
        }

        var systemNames = call.Body.Texts("MessageSystemAttributeNames").Concat(call.Body.Texts("AttributeNames"))
            .ToHashSet(StringComparer.Ordinal);
        var names = call.Body.Texts("MessageAttributeNames");
        json.WriteStartArray("Messages"u8);
        foreach (var message in messages)
        {
            Write(json, message, Scope.Of(queue.Definition.Arn).Account, systemNames, names);
        }

        json.WriteEndArray();
    }

    public async Task DeleteMessageAsync(AwsCall call, Utf8JsonWriter json)
    {
        var queue = lookup.ByUrl(call, "sqs:DeleteMessage");
        if (await queue.DeleteAsync([call.Body.RequiredText("ReceiptHandle")], call.Cancellation) is [var expired])
        {
            throw new ReceiptHandleExpiredException(expired);
        }
    }

    public async Task DeleteMessageBatchAsync(AwsCall call, Utf8JsonWriter json)
    {
        var queue = lookup.ByUrl(call, "sqs:DeleteMessage");
        var entries = SqsLimits.Batch(call.Body, "DeleteMessage")
            .Select(entry => (entry.Id, Handle: entry.Entry.RequiredText("ReceiptHandle")))
            .ToLookup(entry => ReceiptHandle.TryParse(entry.Handle, out _));
        var expired = await queue.DeleteAsync([.. entries[true].Select(entry => entry.Handle)], call.Cancellation);
        var isExpired = entries[true].ToLookup(entry => expired.Contains(entry.Handle, StringComparer.Ordinal));
        BatchAnswer.Write(
            json, isExpired[false], (_, _) => { },
            entries[false].Select(entry => (entry.Id, SqsApi.Invalid(new ReceiptHandleInvalidException(entry.Handle))))
                .Concat(isExpired[true].Select(
                    entry => (entry.Id, SqsLimits.Invalid(new ReceiptHandleExpiredException(entry.Handle).Message)))));
    }

    public Task ChangeMessageVisibilityAsync(AwsCall call, Utf8JsonWriter json) =>
        ChangeVisibilityAsync(lookup.ByUrl(call, "sqs:ChangeMessageVisibility"), call.Body);

    public async Task ChangeMessageVisibilityBatchAsync(AwsCall call, Utf8JsonWriter json)
    {
        var queue = lookup.ByUrl(call, "sqs:ChangeMessageVisibility");
        var changed = new List<(string Id, bool)>();
        var failed = new List<(string Id, AwsException Error)>();
        foreach (var (id, entry) in SqsLimits.Batch(call.Body, "ChangeMessageVisibility"))
        {
            try
            {
                await ChangeVisibilityAsync(queue, entry);
                changed.Add((id, true));
            }
            catch (Exception error) when (error is ReceiptHandleInvalidException or MessageNotAvailableException or AwsException)
            {
                failed.Add((id, error as AwsException ?? SqsApi.TranslateHandle(error)!));
            }
        }

        BatchAnswer.Write(json, changed, (_, _) => { }, failed);
    }

    private static Task ChangeVisibilityAsync(MessageQueue queue, JsonElement body)
    {
        _ = body.Number("VisibilityTimeout")
            ?? throw new AwsException("MissingParameter", "The request must contain the parameter VisibilityTimeout.");
        var seconds = SqsLimits.InRange(body, "VisibilityTimeout", 0, 0, MaxVisibilitySeconds);
        return queue.ChangeVisibilityAsync(body.RequiredText("ReceiptHandle"), TimeSpan.FromSeconds(seconds));
    }

    private static int Wait(JsonElement body, int usual)
    {
        const int Longest = 20;
        var seconds = body.Number("WaitTimeSeconds") ?? usual;
        return seconds is >= 0 and <= Longest
            ? seconds
            : throw SqsLimits.Invalid(
                $"Value {seconds} for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= {Longest}, if provided.");
    }

    private static void RequireKnown(JsonElement body, Queue queue)
    {
        var names = body.Texts("MessageSystemAttributeNames").Concat(body.Texts("AttributeNames"));
        // Those of queues are taken, too, and ask for nothing: once, both were one list.
        if (names.FirstOrDefault(name => !SystemNames.Contains(name) && !QueueAttributes.Names.Contains(name)) is { } unknown)
        {
            throw QueueAttributes.Unknown(unknown);
        }

        // Of a FIFO queue it is taken and ignored: each receive here is answered, or has not happened.
        if (queue.Fifo is null && body.Text("ReceiveRequestAttemptId") is { } attempt)
        {
            throw SqsLimits.OtherQueueType("ReceiveRequestAttemptId", attempt);
        }
    }

    private static void Write(
        Utf8JsonWriter json, ReceivedMessage message, string sender, HashSet<string> systemNames, IReadOnlyList<string> names)
    {
        json.WriteStartObject();
        json.WriteString("MessageId"u8, message.MessageId);
        json.WriteString("ReceiptHandle"u8, message.ReceiptHandle);
        json.WriteString("Body"u8, message.Body);
        json.WriteString("MD5OfBody"u8, MessageDigest.OfBody(message.Body));
        WriteSystemAttributes(json, message, sender, systemNames);
        if (MessageAttributes.Wanted(message.Attributes, names) is { Count: > 0 } wanted)
        {
            json.WriteString("MD5OfMessageAttributes"u8, MessageDigest.OfAttributes(wanted));
            MessageAttributes.Write(json, wanted);
        }
        json.WriteEndObject();
    }

    private static void WriteSystemAttributes(Utf8JsonWriter json, ReceivedMessage message, string sender, HashSet<string> names)
    {
        if (names.Count == 0)
        {
            return;
        }

        (string Name, string? Value)[] attributes =
        [
            ("SenderId", sender),
            ("SentTimestamp", Milliseconds(message.SentAt)),
            ("ApproximateFirstReceiveTimestamp", Milliseconds(message.FirstReceivedAt)),
            ("ApproximateReceiveCount", message.ReceiveCount.ToString(CultureInfo.InvariantCulture)),
            ("AWSTraceHeader", message.TraceHeader),
            ("DeadLetterQueueSourceArn", message.DeadLetterSourceArn),
            ("MessageGroupId", message.GroupId),
            ("MessageDeduplicationId", message.DeduplicationId),
            ("SequenceNumber", message.SequenceNumber),
        ];
        json.WriteStartObject("Attributes"u8);
        foreach (var (name, value) in attributes)
        {
            if (value is not null && (names.Contains(name) || names.Contains("All")))
            {
                json.WriteString(name, value);
            }
        }

        json.WriteEndObject();
    }

    private static string Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
}

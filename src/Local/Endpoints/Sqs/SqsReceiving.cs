using System.Globalization;
using System.Text.Json;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.Protocol;

using Waybill.Local.Account;

namespace Waybill.Local.Endpoints.Sqs;

/// <summary>ReceiveMessage, and what is done with a message after it.</summary>
internal sealed class SqsReceiving(QueueLookup lookup)
{
    private const int MaxVisibilitySeconds = 43_200;

    public async Task ReceiveMessageAsync(AwsCall call, Utf8JsonWriter json)
    {
        var queue = lookup.ByUrl(call, "sqs:ReceiveMessage");
        var max = SqsLimits.InRange(call.Body, "MaxNumberOfMessages", 1, 1, 10);
        var wait = SqsLimits.InRange(call.Body, "WaitTimeSeconds", 0, 0, 20);
        var visibility = SqsLimits.InRange(
            call.Body, "VisibilityTimeout", (int)queue.Definition.VisibilityTimeout.TotalSeconds, 0, MaxVisibilitySeconds);
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
            Write(json, message, systemNames, names);
        }

        json.WriteEndArray();
    }

    public Task DeleteMessageAsync(AwsCall call, Utf8JsonWriter json) =>
        lookup.ByUrl(call, "sqs:DeleteMessage").DeleteAsync([call.Body.RequiredText("ReceiptHandle")], call.Cancellation);

    public async Task DeleteMessageBatchAsync(AwsCall call, Utf8JsonWriter json)
    {
        var queue = lookup.ByUrl(call, "sqs:DeleteMessage");
        var entries = SqsLimits.Batch(call.Body).Select(entry => (entry.Id, Handle: entry.Entry.RequiredText("ReceiptHandle"))).ToLookup(
            entry => ReceiptHandle.TryParse(entry.Handle, out _));
        await queue.DeleteAsync([.. entries[true].Select(entry => entry.Handle)], call.Cancellation);
        BatchAnswer.Write(
            json, entries[true], (_, _) => { },
            entries[false].Select(entry => (entry.Id, SqsApi.Invalid(new ReceiptHandleInvalidException(entry.Handle)))));
    }

    public Task ChangeMessageVisibilityAsync(AwsCall call, Utf8JsonWriter json)
    {
        var queue = lookup.ByUrl(call, "sqs:ChangeMessageVisibility");
        _ = call.Body.Number("VisibilityTimeout")
            ?? throw new AwsException("MissingParameter", "The request must contain the parameter VisibilityTimeout.");
        var seconds = SqsLimits.InRange(call.Body, "VisibilityTimeout", 0, 0, MaxVisibilitySeconds);
        queue.ChangeVisibility(call.Body.RequiredText("ReceiptHandle"), TimeSpan.FromSeconds(seconds));
        return Task.CompletedTask;
    }

    public Task PurgeQueueAsync(AwsCall call, Utf8JsonWriter json) =>
        lookup.ByUrl(call, "sqs:PurgeQueue").PurgeAsync(call.Cancellation);

    private static void Write(Utf8JsonWriter json, ReceivedMessage message, HashSet<string> systemNames, IReadOnlyList<string> names)
    {
        json.WriteStartObject();
        json.WriteString("MessageId"u8, message.MessageId);
        json.WriteString("ReceiptHandle"u8, message.ReceiptHandle);
        json.WriteString("Body"u8, message.Body);
        json.WriteString("MD5OfBody"u8, MessageDigest.OfBody(message.Body));
        WriteSystemAttributes(json, message, systemNames);
        if (MessageAttributes.Wanted(message.Attributes, names) is { Count: > 0 } wanted)
        {
            json.WriteString("MD5OfMessageAttributes"u8, MessageDigest.OfAttributes(wanted));
            MessageAttributes.Write(json, wanted);
        }
        json.WriteEndObject();
    }

    private static void WriteSystemAttributes(Utf8JsonWriter json, ReceivedMessage message, HashSet<string> names)
    {
        if (names.Count == 0)
        {
            return;
        }

        (string Name, string? Value)[] attributes =
        [
            ("SentTimestamp", Milliseconds(message.SentAt)),
            ("ApproximateFirstReceiveTimestamp", Milliseconds(message.FirstReceivedAt)),
            ("ApproximateReceiveCount", message.ReceiveCount.ToString(CultureInfo.InvariantCulture)),
            ("AWSTraceHeader", message.TraceHeader),
            ("DeadLetterQueueSourceArn", message.DeadLetterSourceArn),
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

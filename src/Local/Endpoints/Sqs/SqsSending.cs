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
    private const int MaxMessageBytes = 1024 * 1024;
    private const int MaxDelaySeconds = 900;

    public async Task SendMessageAsync(AwsCall call, Utf8JsonWriter json)
    {
        var message = Read(call.Body, lookup.ByUrl(call, Action).Definition);
        await queues.SendAsync([message], call.Cancellation);
        Write(json, message);
    }

    public async Task SendMessageBatchAsync(AwsCall call, Utf8JsonWriter json)
    {
        var queue = lookup.ByUrl(call, Action).Definition;
        var entries = SqsLimits.Batch(call.Body);
        var sent = new List<(string Id, StoredMessage Message)>();
        var failed = new List<(string Id, AwsException Error)>();
        foreach (var (id, entry) in entries)
        {
            try
            {
                sent.Add((id, Read(entry, queue)));
            }
            catch (AwsException error)
            {
                failed.Add((id, error));
            }
        }

        if (sent.Sum(entry => Size(entry.Message.Body, entry.Message.Attributes)) > MaxMessageBytes)
        {
            throw SqsLimits.Refused("BatchRequestTooLong", $"Batch requests cannot be longer than {MaxMessageBytes} bytes.");
        }

        await queues.SendAsync([.. sent.Select(entry => entry.Message)], call.Cancellation);
        BatchAnswer.Write(json, sent, Write, failed);
    }

    private StoredMessage Read(JsonElement body, Queue queue)
    {
        var text = body.RequiredText("MessageBody");
        if (text.Length == 0)
        {
            throw new AwsException("MissingParameter", "The request must contain the parameter MessageBody.");
        }

        if (body.Text("MessageDeduplicationId") is { } id)
        {
            throw SqsLimits.Invalid(
                $"Value {id} for parameter MessageDeduplicationId is invalid. Reason: The request include parameter that is not valid "
                    + "for this queue type.");
        }

        var attributes = MessageAttributes.Read(body);
        if (Size(text, attributes) > MaxMessageBytes)
        {
            throw SqsLimits.Invalid($"One or more parameters are invalid. Reason: Message must be shorter than {MaxMessageBytes} bytes.");
        }

        var delay = SqsLimits.InRange(body, "DelaySeconds", (int)queue.Delay.TotalSeconds, 0, MaxDelaySeconds);
        var trace = body.Object("MessageSystemAttributes")?.Object("AWSTraceHeader")?.Text("StringValue");
        return queues.Prepare(queue.Arn, SqsLimits.Content(text), attributes, trace, TimeSpan.FromSeconds(delay));
    }

    private static long Size(string body, IReadOnlyDictionary<string, MessageAttribute> attributes) =>
        Encoding.UTF8.GetByteCount(body) + attributes.Sum(attribute => MessageAttributes.Size(attribute.Key, attribute.Value));

    private static void Write(Utf8JsonWriter json, StoredMessage message)
    {
        json.WriteString("MessageId"u8, message.MessageId);
        json.WriteString("MD5OfMessageBody"u8, MessageDigest.OfBody(message.Body));
        if (message.Attributes.Count > 0)
        {
            json.WriteString("MD5OfMessageAttributes"u8, MessageDigest.OfAttributes(message.Attributes));
        }
    }
}

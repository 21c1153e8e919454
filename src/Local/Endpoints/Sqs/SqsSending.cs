using System.Text;
using System.Text.Json;
using Waybill.Local.Bus;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Template;

namespace Waybill.Local.Endpoints.Sqs;

/// <summary>SendMessage and SendMessageBatch.</summary>
internal sealed class SqsSending(Queues queues, QueueLookup lookup)
{
    private const string Action = "sqs:SendMessage";
    private const int MaxMessageBytes = 1024 * 1024;
    private const int MaxDelaySeconds = 900;

    public async Task SendMessageAsync(AwsCall call, Utf8JsonWriter json)
    {
        var message = Read(call.Body, lookup.ByUrl(call, Action));
        await queues.SendAsync([message], call.Cancellation);
        Write(json, message);
    }

    public async Task SendMessageBatchAsync(AwsCall call, Utf8JsonWriter json)
    {
        var queue = lookup.ByUrl(call, Action);
        var entries = SqsLimits.Batch(call.Body);
        var sent = entries.Select(entry => (entry.Id, Message: Read(entry.Entry, queue))).ToArray();
        if (sent.Sum(entry => Encoding.UTF8.GetByteCount(entry.Message.Body)) > MaxMessageBytes)
        {
            throw SqsLimits.Refused("BatchRequestTooLong", $"Batch requests cannot be longer than {MaxMessageBytes} bytes.");
        }

        await queues.SendAsync([.. sent.Select(entry => entry.Message)], call.Cancellation);
        json.WriteStartArray("Successful"u8);
        foreach (var (id, message) in sent)
        {
            json.WriteStartObject();
            json.WriteString("Id"u8, id);
            Write(json, message);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private StoredMessage Read(JsonElement body, Queue queue)
    {
        var text = body.RequiredText("MessageBody");
        if (text.Length == 0)
        {
            throw new AwsException("MissingParameter", "The request must contain the parameter MessageBody.");
        }

        if (Encoding.UTF8.GetByteCount(text) > MaxMessageBytes)
        {
            throw new AwsException("InvalidParameterValue", $"One or more parameters are invalid. Reason: Message must be shorter than {MaxMessageBytes} bytes.");
        }

        var delay = SqsLimits.InRange(body, "DelaySeconds", (int)queue.Delay.TotalSeconds, 0, MaxDelaySeconds);
        var trace = body.Object("MessageSystemAttributes")?.Object("AWSTraceHeader")?.Text("StringValue");
        return queues.Prepare(queue.Arn, text, MessageAttributes.Read(body), trace, TimeSpan.FromSeconds(delay));
    }

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

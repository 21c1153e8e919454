using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Waybill.Local.Bus;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Endpoints.Sqs;

namespace Waybill.Local.Functions;

/// <summary>The event a function gets for a batch of messages.</summary>
/// <remarks>Source: Lambda developer guide, "Using Lambda with Amazon SQS", example standard and FIFO queue message events.</remarks>
internal static class SqsEvent
{
    public static ReadOnlyMemory<byte> Write(IEnumerable<ReceivedMessage> messages, string queueArn)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteStartArray("Records");
        foreach (var message in messages)
        {
            Write(json, message, queueArn);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, ReceivedMessage message, string queueArn)
    {
        var arn = queueArn.Split(':'); // arn:partition:sqs:region:account:name
        json.WriteStartObject();
        json.WriteString("messageId", message.MessageId);
        json.WriteString("receiptHandle", message.ReceiptHandle);
        json.WriteString("body", message.Body);
        json.WriteStartObject("attributes");
        json.WriteString("ApproximateReceiveCount", message.ReceiveCount.ToString(CultureInfo.InvariantCulture));
        json.WriteString("SentTimestamp", Milliseconds(message.SentAt));
        json.WriteString("SenderId", arn[4]);
        json.WriteString("ApproximateFirstReceiveTimestamp", Milliseconds(message.FirstReceivedAt));
        WriteIfAny(json, "AWSTraceHeader", message.TraceHeader);
        WriteIfAny(json, "DeadLetterQueueSourceArn", message.DeadLetterSourceArn);
        WriteIfAny(json, "MessageGroupId", message.GroupId);
        WriteIfAny(json, "MessageDeduplicationId", message.DeduplicationId);
        WriteIfAny(json, "SequenceNumber", message.SequenceNumber);
        json.WriteEndObject();
        json.WriteStartObject("messageAttributes");
        foreach (var (name, attribute) in message.Attributes)
        {
            WriteAttribute(json, name, attribute);
        }

        json.WriteEndObject();
        json.WriteString("md5OfBody", MessageDigest.OfBody(message.Body));
        json.WriteString("eventSource", "aws:sqs");
        json.WriteString("eventSourceARN", queueArn);
        json.WriteString("awsRegion", arn[3]);
        json.WriteEndObject();
    }

    private static void WriteAttribute(Utf8JsonWriter json, string name, MessageAttribute attribute)
    {
        json.WriteStartObject(name);
        json.WriteString(attribute.IsBinary ? "binaryValue" : "stringValue", attribute.Value);
        json.WriteStartArray("stringListValues");
        json.WriteEndArray();
        json.WriteStartArray("binaryListValues");
        json.WriteEndArray();
        json.WriteString("dataType", attribute.DataType);
        json.WriteEndObject();
    }

    private static void WriteIfAny(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static string Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Amazon.Lambda.SQSEvents;

namespace Waybill.Eventing.Consuming;

/// <summary>One delivery of a message, from the moment its handling began.</summary>
/// <param name="MessageId">The queue's id of the message.</param>
/// <param name="Number">1 for the first delivery; null when whoever invoked the function does not say.</param>
/// <param name="WaitedMs">Milliseconds since the queue took the message; null likewise, and 0 when the clocks differ too much.</param>
/// <param name="Began">The timestamp that its duration counts from.</param>
/// <remarks>Attributes: Lambda developer guide, "Using Lambda with Amazon SQS"; SQS API reference, ReceiveMessage.</remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Attempt(string MessageId, long? Number, long? WaitedMs, long Began)
{
    public static Attempt Begin(SQSEvent.SQSMessage message, TimeProvider time)
    {
        var waited = time.GetUtcNow().ToUnixTimeMilliseconds() - Attribute(message, "SentTimestamp");
        return new Attempt(
            message.MessageId,
            Attribute(message, "ApproximateReceiveCount"),
            waited is { } milliseconds ? Math.Max(0, milliseconds) : null,
            time.GetTimestamp());
    }

    public void WriteTo(Utf8JsonWriter line, TimeProvider time)
    {
        line.WriteString("messageId"u8, MessageId);
        WriteIfKnown(line, "attempt"u8, Number);
        WriteIfKnown(line, "waitedMs"u8, WaitedMs);
        line.WriteNumber("tookMs"u8, (long)time.GetElapsedTime(Began).TotalMilliseconds);
    }

    private static void WriteIfKnown(Utf8JsonWriter line, ReadOnlySpan<byte> name, long? number)
    {
        if (number is { } known)
        {
            line.WriteNumber(name, known);
        }
    }

    private static long? Attribute(SQSEvent.SQSMessage message, string name) =>
        message.Attributes?.TryGetValue(name, out var text) is true
        && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}

using System.Text.Json;
using Waybill.EventPatterns;
using Waybill.Local.Account;
using Waybill.Local.Bus;

namespace Waybill.Local.Functions;

/// <summary>Says which messages a mapping's filter criteria let through to its function.</summary>
/// <remarks>
/// Source: Lambda developer guide, "Using event filtering with an Amazon SQS event source": a body that is JSON is held against the
/// pattern as JSON, any other as text.
/// </remarks>
internal sealed class MessageFilter
{
    private readonly List<EventPattern> _patterns;

    private MessageFilter(IEnumerable<string> patterns) => _patterns = [.. patterns.Select(EventPattern.Parse)];

    /// <summary>Null when the mapping lets all messages through.</summary>
    public static MessageFilter? Of(EventSourceMapping mapping) =>
        mapping.Filters is { Count: > 0 } filters ? new MessageFilter(filters) : null;

    public bool Passes(ReceivedMessage message)
    {
        var record = Record(message);
        return _patterns.Exists(pattern => pattern.Matches(record));
    }

    private static byte[] Record(ReceivedMessage message)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("messageId", message.MessageId);
            json.WritePropertyName("body");
            WriteBody(json, message.Body);
            json.WriteStartObject("messageAttributes");
            foreach (var (name, attribute) in message.Attributes)
            {
                json.WriteStartObject(name);
                json.WriteString(attribute.IsBinary ? "binaryValue" : "stringValue", attribute.Value);
                json.WriteString("dataType", attribute.DataType);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteString("eventSource", "aws:sqs");
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WriteBody(Utf8JsonWriter json, string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            {
                document.RootElement.WriteTo(json);
                return;
            }
        }
        catch (JsonException)
        {
            // A text, then.
        }

        json.WriteStringValue(body);
    }
}

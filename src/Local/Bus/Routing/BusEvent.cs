using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Waybill.Local.Bus.Routing;

/// <summary>An event as targets and archives get it (EventBridge user guide, <c>eb-events-structure</c>).</summary>
internal sealed record BusEvent(
    string Id, string Source, string DetailType, DateTimeOffset Time, string? TraceHeader, ReadOnlyMemory<byte> Utf8)
{
    private static readonly JsonWriterOptions Verbatim = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        // The detail was parsed when the entry was checked.
        SkipValidation = true,
    };

    private readonly Lazy<string> _text = new(() => Encoding.UTF8.GetString(Utf8.Span));

    /// <summary>The envelope as the body of a message; made once, however many targets get it.</summary>
    public string Text => _text.Value;

    /// <summary>Wraps an event; the detail's text goes in as it came, so that numbers and repeated keys survive.</summary>
    public static BusEvent Wrap(IncomingEvent incoming, string account, string region, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now).ToString();
        var time = incoming.Time ?? now;
        var buffer = new ArrayBufferWriter<byte>(incoming.Detail.Length + 384);
        using (var json = new Utf8JsonWriter(buffer, Verbatim))
        {
            json.WriteStartObject();
            json.WriteString("version"u8, "0"u8);
            json.WriteString("id"u8, id);
            json.WriteString("detail-type"u8, incoming.DetailType);
            json.WriteString("source"u8, incoming.Source);
            json.WriteString("account"u8, account);
            json.WriteString("time"u8, time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            json.WriteString("region"u8, region);
            json.WriteStartArray("resources"u8);
            foreach (var resource in incoming.Resources)
            {
                json.WriteStringValue(resource);
            }

            json.WriteEndArray();
            json.WritePropertyName("detail"u8);
            json.WriteRawValue(incoming.Detail.AsSpan().Trim(" \t\r\n"), skipInputValidation: true);
            json.WriteEndObject();
        }
        return new BusEvent(id, incoming.Source, incoming.DetailType, time, incoming.TraceHeader, buffer.WrittenMemory);
    }
}

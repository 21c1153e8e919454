using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Bus.Storage;

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

    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1_100 };

    private readonly Lazy<string> _text = new(() => Encoding.UTF8.GetString(Utf8.Span));

    /// <summary>The envelope as the body of a message; made once, however many targets get it.</summary>
    public string Text => _text.Value;

    /// <summary>The replay that brings it once more, or null.</summary>
    public string? ReplayName { get; init; }

    /// <summary>The only rules a replay is for; none means all.</summary>
    public IReadOnlyList<string> OnlyRules { get; init; } = [];

    public bool MayMatch(Rule rule) => OnlyRules.Count == 0 || OnlyRules.Contains(rule.Arn, StringComparer.Ordinal);

    /// <summary>An archived event once more: with a new id and the replay's name, and without the trace it had.</summary>
    public static BusEvent Again(ArchivedEvent archived, Replay replay, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now).ToString();
        var envelope = Encoding.UTF8.GetBytes(archived.Envelope);
        using var json = JsonDocument.Parse(envelope, Deep);
        var buffer = new ArrayBufferWriter<byte>(envelope.Length + 96);
        using (var again = new Utf8JsonWriter(buffer, Verbatim))
        {
            again.WriteStartObject();
            foreach (var member in json.RootElement.EnumerateObject())
            {
                again.WritePropertyName(member.Name);
                again.WriteRawValue(member.Name == "id" ? $"\"{id}\"" : member.Value.GetRawText(), skipInputValidation: true);
                if (member.Name == "region")
                {
                    again.WriteString("replay-name"u8, replay.Name);
                }
            }

            again.WriteEndObject();
        }

        return new BusEvent(id, archived.Source, archived.DetailType, archived.Time, null, buffer.WrittenMemory)
        {
            ReplayName = replay.Name,
            OnlyRules = replay.FilterArns,
        };
    }

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

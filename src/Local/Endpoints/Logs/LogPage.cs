using System.Globalization;
using System.Text;
using System.Text.Json;
using Waybill.Local.Logs;

namespace Waybill.Local.Endpoints.Logs;

/// <summary>Events of one answer, 1 MB at most.</summary>
internal static class LogPage
{
    public const int MostBytes = 1_048_576;

    /// <summary>As many of the first events as fit; one at least, if there is one.</summary>
    public static List<LogEvent> Cut(IReadOnlyList<LogEvent> events)
    {
        var bytes = 0L;
        return [.. events.TakeWhile((one, index) => (bytes += Bytes(one)) <= MostBytes || index == 0)];
    }

    public static int Bytes(LogEvent one) => Encoding.UTF8.GetByteCount(one.Message) + LogLine.Overhead;

    public static void Write(Utf8JsonWriter json, IEnumerable<LogEvent> events, bool withId)
    {
        json.WriteStartArray("events"u8);
        foreach (var one in events)
        {
            json.WriteStartObject();
            if (withId)
            {
                json.WriteString("logStreamName"u8, one.Stream);
            }

            json.WriteNumber("timestamp"u8, one.Time);
            json.WriteString("message"u8, one.Message);
            json.WriteNumber("ingestionTime"u8, one.Ingested);
            if (withId)
            {
                // 56 digits, as AWS has it.
                json.WriteString("eventId"u8, string.Create(CultureInfo.InvariantCulture, $"{one.Time:D28}{one.Id:D28}"));
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

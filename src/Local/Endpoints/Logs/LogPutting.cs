using System.Globalization;
using System.Text.Json;
using Waybill.Local.Endpoints.Protocol;
using Waybill.Local.Logs;

namespace Waybill.Local.Endpoints.Logs;

/// <summary>PutLogEvents: up to 10,000 events, 1 MB and 24 hours at a time; those too old or too new are rejected, the others
/// kept.</summary>
/// <remarks>Source: CloudWatch Logs API reference, PutLogEvents. Sequence tokens are answered and not looked at.</remarks>
internal sealed class LogPutting(LogGroups groups, TimeProvider time)
{
    private const int MostEvents = 10_000;
    private const int MostBytes = 1_048_576;
    private static readonly TimeSpan Behind = TimeSpan.FromDays(14);
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(2);
    private static readonly TimeSpan LongestSpan = TimeSpan.FromHours(24);

    public async Task PutLogEventsAsync(AwsCall call, Utf8JsonWriter json)
    {
        var input = new LogsInput(call.Body);
        var (group, stream) = (LogNames.Required(call, input), input.RequiredStream());
        call.Caller.Require("logs:PutLogEvents", LogNames.Stream(group, stream), []);
        var lines = Read(input);
        var reader = await groups.ReadAsync(call.Cancellation);
        var rejected = Rejected(lines, reader.Group(group).RetentionDays);
        await groups.AppendAsync(
            group, stream, [.. lines.Skip(rejected.FirstKept).Take(rejected.FirstTooNew - rejected.FirstKept)], call.Cancellation);
        // 56 digits, as AWS has it; no client needs it any more.
        json.WriteString("nextSequenceToken"u8, time.GetUtcNow().UtcTicks.ToString("D56", CultureInfo.InvariantCulture));
        Write(json, lines.Count, rejected);
    }

    private static List<LogLine> Read(LogsInput input)
    {
        var items = input.Items("logEvents");
        if (items.Count is 0 or > MostEvents)
        {
            throw LogsInput.Broken(
                $"{items.Count} events", "logEvents",
                items.Count == 0 ? "have length greater than or equal to 1" : $"have length less than or equal to {MostEvents}");
        }

        var lines = items.Select(Read).ToList();
        var bytes = lines.Sum(line => (long)line.Bytes);
        if (bytes > MostBytes)
        {
            throw LogsInput.Invalid($"Upload too large: {bytes} bytes exceeds limit of {MostBytes}");
        }

        if (lines.Zip(lines.Skip(1)).Any(pair => pair.First.Time > pair.Second.Time))
        {
            throw LogsInput.Invalid("Log events in a single PutLogEvents request must be in chronological order.");
        }

        return lines[^1].Time - lines[0].Time > LongestSpan.TotalMilliseconds
            ? throw LogsInput.Invalid("The batch of log events in a single PutLogEvents request cannot span more than 24 hours.")
            : lines;
    }

    private static LogLine Read(JsonElement item, int index)
    {
        var path = $"logEvents.{index + 1}.member.";
        var input = new LogsInput(item);
        var timestamp = input.Time("timestamp") ?? throw LogsInput.Missing(path + "timestamp");
        var message = input.Text("message", int.MaxValue, shortest: 0) ?? throw LogsInput.Missing(path + "message");
        return message.Length > 0
            ? new LogLine(timestamp, message)
            : throw LogsInput.Broken("", path + "message", "have length greater than or equal to 1");
    }

    /// <summary>Which events are out of bounds: too old before the first index, expired before the second, too new from the
    /// third.</summary>
    private (int FirstNotTooOld, int FirstKept, int FirstTooNew) Rejected(List<LogLine> lines, int? retentionDays)
    {
        var now = time.GetUtcNow();
        var oldest = (now - Behind).ToUnixTimeMilliseconds();
        var unexpired = retentionDays is { } days ? now.AddDays(-days).ToUnixTimeMilliseconds() : oldest;
        var newest = (now + Ahead).ToUnixTimeMilliseconds();
        var firstNotTooOld = lines.TakeWhile(line => line.Time < oldest).Count();
        var firstKept = Math.Max(firstNotTooOld, lines.TakeWhile(line => line.Time < unexpired).Count());
        return (firstNotTooOld, firstKept, Math.Max(firstKept, lines.TakeWhile(line => line.Time <= newest).Count()));
    }

    private static void Write(Utf8JsonWriter json, int count, (int FirstNotTooOld, int FirstKept, int FirstTooNew) rejected)
    {
        if (rejected.FirstKept == 0 && rejected.FirstTooNew == count)
        {
            return;
        }

        json.WriteStartObject("rejectedLogEventsInfo"u8);
        if (rejected.FirstTooNew < count)
        {
            json.WriteNumber("tooNewLogEventStartIndex"u8, rejected.FirstTooNew);
        }

        if (rejected.FirstNotTooOld > 0)
        {
            json.WriteNumber("tooOldLogEventEndIndex"u8, rejected.FirstNotTooOld);
        }

        if (rejected.FirstKept > rejected.FirstNotTooOld)
        {
            json.WriteNumber("expiredLogEventEndIndex"u8, rejected.FirstKept);
        }

        json.WriteEndObject();
    }
}

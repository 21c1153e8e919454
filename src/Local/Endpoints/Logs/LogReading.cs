using System.Text.Json;
using Waybill.Local.Endpoints.Protocol;
using Waybill.Local.Logs;

namespace Waybill.Local.Endpoints.Logs;

/// <summary>GetLogEvents: one stream, forward or backward from where the last page ended; a page is up to 10,000 events or 1 MB.</summary>
/// <remarks>Source: CloudWatch Logs API reference, GetLogEvents. At an end, the token that was sent is answered.</remarks>
internal sealed class LogReading(LogGroups groups)
{
    private const int MostEvents = 10_000;

    public async Task GetLogEventsAsync(AwsCall call, Utf8JsonWriter json)
    {
        var input = new LogsInput(call.Body);
        var (group, name) = (LogNames.Of(call, input), input.RequiredStream());
        call.Caller.Require("logs:GetLogEvents", LogNames.Stream(group, name), []);
        var (from, until) = (input.Time("startTime") ?? 0, input.Time("endTime") ?? long.MaxValue);
        var limit = input.Limit(MostEvents, MostEvents);
        var place = Place(input);
        var reader = await groups.ReadAsync(call.Cancellation);
        var stream = reader.Streams(group).FirstOrDefault(stream => stream.Name == name)
            ?? throw new LogNotFoundException(LogResource.Stream, name);
        var events = place.IsForward
            ? LogPage.Cut(reader.Forward(stream.Id, place.At, from, until, limit))
            : [.. LogPage.Cut(reader.Backward(stream.Id, place.At, from, until, limit)).AsEnumerable().Reverse()];
        LogPage.Write(json, events, withId: false);
        // Of a range without events: what comes later is after its start.
        var end = place.IsGiven ? place.At : new LogPosition(from, 0);
        json.WriteString("nextForwardToken"u8, LogToken.Of(LogToken.Forward, events.Count > 0 ? events[^1].Position : end));
        json.WriteString("nextBackwardToken"u8, LogToken.Of(LogToken.Backward, events.Count > 0 ? events[0].Position : end));
    }

    private static (LogPosition At, bool IsForward, bool IsGiven) Place(LogsInput input)
    {
        if (input.Text("nextToken", int.MaxValue) is not { } token)
        {
            var fromHead = input.Flag("startFromHead");
            return (fromHead ? LogPosition.First : LogPosition.Last, fromHead, false);
        }

        return LogToken.Read(token, LogToken.Forward) is { } forward ? (forward, true, true)
            : LogToken.Read(token, LogToken.Backward) is { } backward ? (backward, false, true)
            : throw LogsInput.InvalidToken();
    }
}

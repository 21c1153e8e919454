using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Endpoints.Protocol;
using Waybill.Local.Logs;
using Waybill.Local.Logs.Patterns;

namespace Waybill.Local.Endpoints.Logs;

/// <summary>FilterLogEvents: the events of a group that match a pattern, by time; a page is up to 10,000 events, 1 MB, or what a look at
/// <see cref="MostSeen"/> events finds, so that a page may be short, or empty, and still have a token.</summary>
/// <remarks>Source: CloudWatch Logs API reference, FilterLogEvents.</remarks>
internal sealed class LogFiltering(LogGroups groups)
{
    public static readonly Refusal SpaceDelimited = new(
        "CloudWatch Logs", "FilterLogEvents", "space-delimited filter patterns",
        _ => LogsInput.Invalid(FilterPatternException.OfSpaceDelimited(0).Message));

    public const int MostSeen = 50_000;
    private const int MostEvents = 10_000;
    private const int MostStreams = 100;
    private const int AtOnce = 2000;

    public async Task FilterLogEventsAsync(AwsCall call, Utf8JsonWriter json)
    {
        var input = new LogsInput(call.Body);
        var group = LogNames.Of(call, input);
        LogNames.Require(call, "logs:FilterLogEvents", group);
        var (from, until) = (input.Time("startTime") ?? 0, input.Time("endTime") ?? long.MaxValue);
        var limit = input.Limit(MostEvents, MostEvents);
        var pattern = FilterPattern.Parse(input.Text("filterPattern", FilterPattern.Longest, shortest: 0) ?? "");
        var after = input.Text("nextToken", int.MaxValue) is not { } token ? LogPosition.First
            : LogToken.Read(token, "") ?? throw LogsInput.InvalidToken();
        var reader = await groups.ReadAsync(call.Cancellation);
        var streams = Streams(input, reader, group);
        var id = reader.Group(group).Id;
        var search = new Search(
            pattern, limit, at => streams?.Count == 0 ? [] : reader.OfGroup(id, streams, at, from, until, AtOnce), call.Cancellation);
        var next = search.From(after);
        LogPage.Write(json, search.Found, withId: true);
        json.WriteStartArray("searchedLogStreams"u8);
        json.WriteEndArray();
        if (next is { } position)
        {
            json.WriteString("nextToken"u8, LogToken.Of("", position));
        }
    }

    /// <summary>The ids of the streams asked for; null for all.</summary>
    private static List<long>? Streams(LogsInput input, LogReader reader, LogGroupName group)
    {
        var wanted = input.Texts("logStreamNames");
        var prefix = input.Text("logStreamNamePrefix", 512, LogsInput.StreamName);
        if (wanted.Count > 0 && prefix is not null)
        {
            throw LogsInput.Invalid("logStreamNamePrefix and logStreamNames are mutually exclusive parameters.");
        }

        if (wanted.Count > MostStreams)
        {
            throw LogsInput.Broken($"{wanted.Count} names", "logStreamNames", $"have length less than or equal to {MostStreams}");
        }

        if (wanted.Count == 0 && prefix is null)
        {
            return null;
        }

        var all = reader.Streams(group);
        return wanted.FirstOrDefault(name => !all.Any(stream => stream.Name == name)) is { } missing
            ? throw new LogNotFoundException(LogResource.Stream, missing)
            : [.. all.Where(stream => prefix is null
                ? wanted.Contains(stream.Name)
                : stream.Name.StartsWith(prefix, StringComparison.Ordinal)).Select(stream => stream.Id)];
    }

    /// <summary>Goes through events until a page is full, enough has been seen, or there are no more.</summary>
    private sealed class Search(
        FilterPattern pattern, int limit, Func<LogPosition, IReadOnlyList<LogEvent>> after, CancellationToken cancellationToken)
    {
        private long _bytes;
        private int _seen;

        public List<LogEvent> Found { get; } = [];

        /// <returns>Where to go on; null at the end.</returns>
        public LogPosition? From(LogPosition at)
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var events = after(at);
                foreach (var one in events)
                {
                    if (Found.Count == limit || _seen == MostSeen || !TryTake(one))
                    {
                        return at;
                    }

                    _seen++;
                    at = one.Position;
                }

                if (events.Count < AtOnce)
                {
                    return null;
                }
            }
        }

        /// <summary>False when the event belongs on the next page.</summary>
        private bool TryTake(LogEvent one)
        {
            if (!pattern.Matches(one.Message))
            {
                return true;
            }

            var bytes = _bytes + LogPage.Bytes(one);
            if (bytes > LogPage.MostBytes && Found.Count > 0)
            {
                return false;
            }

            _bytes = bytes;
            Found.Add(one);
            return true;
        }
    }
}

using System.Text;
using System.Text.Json;
using Waybill.EventPatterns;
using Waybill.Local.Account;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.EventBridge;

/// <summary>Why one entry did not get in.</summary>
internal sealed record EntryFailure(string Code, string Message);

/// <summary>An entry of PutEvents as it was sent, and what AWS has against it.</summary>
internal sealed record PutEventsEntry(
    string? Source,
    string? DetailType,
    string? Detail,
    string? Bus,
    DateTimeOffset? Time,
    IReadOnlyList<string> Resources,
    string? TraceHeader)
{
    /// <summary>All entries of a request together (EventBridge user guide, <c>eb-putevents</c>; 256 KB before 29 January 2026).</summary>
    public const int MaxRequestBytes = 1024 * 1024;

    private const int MaxEntries = 10;
    private const int TimeBytes = 14;

    public static PutEventsEntry Read(JsonElement entry) => new(
        entry.Text("Source"), entry.Text("DetailType"), entry.Text("Detail"), entry.Text("EventBusName"), ReadTime(entry),
        entry.Texts("Resources"), entry.Text("TraceHeader"));

    /// <exception cref="AwsException">The request as a whole is invalid.</exception>
    public static void CheckRequest(IReadOnlyCollection<PutEventsEntry> entries)
    {
        if (entries.Count is 0 or > MaxEntries)
        {
            var constraint = entries.Count == 0 ? "greater than or equal to 1" : $"less than or equal to {MaxEntries}";
            throw AwsException.Validation(
                $"1 validation error detected: Value '[{entries.Count} entries]' at 'entries' failed to satisfy constraint: Member must "
                    + $"have length {constraint}");
        }
        if (entries.Sum(entry => (long)entry.Size) > MaxRequestBytes)
        {
            throw AwsException.Validation("Total size of the entries in the request is over the limit.");
        }
    }

    /// <summary>Bytes as EventBridge counts them.</summary>
    public int Size => (Time is null ? 0 : TimeBytes) + Utf8(Source) + Utf8(DetailType) + Utf8(Detail) + Resources.Sum(Utf8);

    /// <summary>What is wrong with this entry alone, or null.</summary>
    public EntryFailure? Failure()
    {
        if (string.IsNullOrEmpty(Source))
        {
            return Missing("Source");
        }

        if (string.IsNullOrEmpty(DetailType))
        {
            return Missing("DetailType");
        }

        if (string.IsNullOrEmpty(Detail))
        {
            return Missing("Detail");
        }

        if (!IsObject(Detail))
        {
            return new EntryFailure("MalformedDetail", "Detail is malformed.");
        }

        return Source.StartsWith("aws.", StringComparison.Ordinal)
            ? new EntryFailure("NotAuthorizedForSourceException", "Not authorized for the source.")
            : null;
    }

    private static EntryFailure Missing(string member) =>
        new("InvalidArgument", $"Parameter {member} is not valid. Reason: {member} is a required argument.");

    /// <summary>Deeper than 1,000 levels, too, is malformed (EventBridge user guide, <c>eb-putevents</c>).</summary>
    private static bool IsObject(string detail) =>
        CheckedEvent.TryCheck(Encoding.UTF8.GetBytes(detail), out _) == MatchOutcome.NoMatch;

    private static DateTimeOffset? ReadTime(JsonElement entry)
    {
        if (entry.Member("Time", JsonValueKind.Number) is not { } value)
        {
            return null;
        }

        var seconds = value.GetDouble();
        return Math.Abs(seconds) < 2e11
            ? DateTimeOffset.UnixEpoch.AddMilliseconds(Math.Round(seconds * 1000))
            : throw new AwsException("SerializationException", $"Time must be in epoch seconds, not {value}.");
    }

    private static int Utf8(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}

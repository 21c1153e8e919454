namespace Waybill.Local.Account;

/// <summary>Archived events on their way through their bus once more.</summary>
public sealed record Replay(
    string Name, string Arn, string ArchiveArn, string BusArn, DateTimeOffset From, DateTimeOffset To,
    IReadOnlyList<string> FilterArns) : IResource
{
    public const string Starting = "STARTING";
    public const string Running = "RUNNING";
    public const string Completed = "COMPLETED";
    public const string Cancelling = "CANCELLING";
    public const string Cancelled = "CANCELLED";
    public const string Failed = "FAILED";

    public string? Description { get; init; }

    public string State { get; init; } = Starting;

    public string? StateReason { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The time of the last event that was replayed; null before the first.</summary>
    public DateTimeOffset? LastReplayed { get; init; }

    /// <summary>The place of that event among those of the same time.</summary>
    public long LastSequence { get; init; }

    public bool IsActive => State is Starting or Running or Cancelling;
}

namespace Waybill.Operations.Failures;

/// <summary>Why a message lies in a dead-letter queue.</summary>
/// <param name="Title">What those that failed for the same reason have in common: the exception's type and place, or EventBridge's
/// ERROR_CODE.</param>
/// <param name="Text">What the last attempt said.</param>
/// <param name="Attempts">How often it was tried; null when nobody said.</param>
/// <param name="LastAt">When it failed last, where a line says so.</param>
public sealed record Cause(string Title, string? Text, int? Attempts, DateTimeOffset? LastAt)
{
    /// <summary>Where the exception was thrown from, as it was logged.</summary>
    public string? StackTrace { get; init; }
}

/// <summary>A dead letter and why it is one.</summary>
/// <param name="Id">The message's id.</param>
/// <param name="Consumer">Whose it is, by title.</param>
/// <param name="EventType">The event's type; null when the message is no event.</param>
/// <param name="EventId">The event's own id, which a redrive and a replay keep.</param>
/// <param name="Subject">What the event is about.</param>
/// <param name="SentAt">When the message was first sent.</param>
/// <param name="Cause">Why it is dead.</param>
/// <param name="IdempotencyKey">Its id in the consumer's idempotency table, where a line tells it.</param>
public sealed record Failure(
    string Id, string Consumer, string? EventType, string? EventId, string? Subject, DateTimeOffset SentAt, Cause Cause,
    string? IdempotencyKey);

/// <summary>The dead letters that were looked at.</summary>
/// <param name="At">When.</param>
/// <param name="Failures">Oldest first.</param>
/// <param name="Unseen">About how many more there are that were not looked at.</param>
/// <param name="Crashes">The last crash of each consumer that was named and crashed in the last hour.</param>
public sealed record FailureList(
    DateTimeOffset At, IReadOnlyList<Failure> Failures, long Unseen, IReadOnlyList<Crash> Crashes);

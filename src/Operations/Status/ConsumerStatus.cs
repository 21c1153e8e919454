using Waybill.Operations.Consumers;

namespace Waybill.Operations.Status;

/// <summary>How a consumer is doing.</summary>
/// <param name="Consumer">Who.</param>
/// <param name="Waiting">Messages in its queue that nobody has in hand.</param>
/// <param name="InFlight">Messages that the function has in hand.</param>
/// <param name="Oldest">How long the oldest message has been waiting; null when none is.</param>
/// <param name="DeadLetters">Messages in its dead-letter queue; null when it has none.</param>
/// <param name="Handled">Events handled in the last hour.</param>
/// <param name="Failed">Attempts that failed in the last hour.</param>
/// <param name="LastSuccess">The minute in which an event was last handled; null when none was in that hour.</param>
/// <param name="Alarms">The names of its alarms that are in alarm.</param>
/// <param name="LimitedBy">What keeps it from handling faster; nothing when nothing waits, or nothing is known to.</param>
public sealed record ConsumerStatus(
    Consumer Consumer, long Waiting, long InFlight, TimeSpan? Oldest, long? DeadLetters, long Handled, long Failed,
    DateTimeOffset? LastSuccess, IReadOnlyList<string> Alarms, IReadOnlyList<Limit> LimitedBy)
{
    /// <summary>Whether somebody has to look: something is dead, or an alarm is on.</summary>
    public bool NeedsSomebody => DeadLetters > 0 || Alarms.Count > 0;
}

/// <summary>How an account's consumers are doing.</summary>
/// <param name="At">When it was asked.</param>
/// <param name="IsExact">Whether depths are the queues' own counts; else they are CloudWatch's of the last minutes.</param>
/// <param name="Consumers">By title.</param>
/// <param name="OtherAlarms">Alarms that are on and of no consumer shown.</param>
public sealed record AccountStatus(
    DateTimeOffset At, bool IsExact, IReadOnlyList<ConsumerStatus> Consumers, IReadOnlyList<string> OtherAlarms)
{
    public bool NeedsSomebody => OtherAlarms.Count > 0 || Consumers.Any(consumer => consumer.NeedsSomebody);
}

namespace Waybill.Eventing.Consuming;

/// <summary>What came of one delivery of a message.</summary>
internal enum Outcome
{
    /// <summary>The effect has happened now.</summary>
    Handled,

    /// <summary>The effect had happened before, so nothing was done.</summary>
    Suppressed,

    /// <summary>Somebody else is at it; the message stays in the queue.</summary>
    Postponed,

    /// <summary>The consumer threw, or time was up; the message stays in the queue.</summary>
    Failed,

    /// <summary>The message is no event; it stays in the queue.</summary>
    Unreadable,
}

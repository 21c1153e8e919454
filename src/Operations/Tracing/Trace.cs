using Waybill.Operations.Logs;

namespace Waybill.Operations.Tracing;

/// <summary>What happened because of what: a tree for each event that nothing on the bus caused.</summary>
/// <param name="Id">What was asked for.</param>
/// <param name="Roots">In the order in which they happened.</param>
/// <param name="KnowsPublished">Whether the account logs what is published; else only what consumers reported on is known.</param>
public sealed record Trace(string Id, IReadOnlyList<TracedEvent> Roots, bool KnowsPublished);

/// <summary>An event, who got it, and the events it caused.</summary>
public sealed record TracedEvent(
    string EventId, string? Type, string? Source, DateTimeOffset? Time, string? Subject, IReadOnlyList<TracedDelivery> Deliveries,
    IReadOnlyList<TracedEvent> Caused)
{
    /// <summary>Nobody was ever handed it: which finds a listener that is missing.</summary>
    public bool IsUnheard => Deliveries.Count == 0;
}

/// <summary>What became of an event at one consumer.</summary>
/// <param name="Consumer">Its title.</param>
/// <param name="Rule">The rule that takes such events to it; null when there is none now.</param>
/// <param name="State">Where things stand.</param>
/// <param name="Attempts">Each time it was handed over, in order.</param>
/// <param name="DeadLetter">The id of the message in the dead-letter queue, where it lies.</param>
public sealed record TracedDelivery(
    string Consumer, string? Rule, DeliveryState State, IReadOnlyList<Outcome> Attempts, string? DeadLetter);

/// <summary>Where an event stands at a consumer.</summary>
public enum DeliveryState
{
    /// <summary>A rule takes such events to the consumer, and nobody has reported on this one: it waits, or the rule's pattern asks for
    /// more than source and type and said no.</summary>
    NoReportYet,

    /// <summary>The effect took place.</summary>
    Handled,

    /// <summary>It had taken place before.</summary>
    Suppressed,

    /// <summary>The last attempt failed; it is tried again, or was taken out of the queue.</summary>
    Failed,

    /// <summary>It lies in the dead-letter queue.</summary>
    Dead,
}

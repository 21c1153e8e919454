namespace Waybill.Local.Bus.Storage;

/// <summary>A queue message as the store keeps it: sent once, arrived in the queue it is in now, available when its delay ends.</summary>
/// <remarks>The sequence ascends and is unique in the store; it is no part of any AWS answer.</remarks>
internal sealed record StoredMessage(
    long Sequence,
    string QueueArn,
    string MessageId,
    string Body,
    IReadOnlyDictionary<string, MessageAttribute> Attributes,
    DateTimeOffset SentAt,
    DateTimeOffset ArrivedAt,
    DateTimeOffset AvailableAt)
{
    /// <summary>The <c>AWSTraceHeader</c> system attribute.</summary>
    public string? TraceHeader { get; init; }

    /// <summary>Receives in all queues the message has been in, as <c>ApproximateReceiveCount</c> counts them.</summary>
    public int ReceiveCount { get; init; }

    /// <summary>How many of <see cref="ReceiveCount"/> happened in earlier queues and so do not count for this one's redrive.</summary>
    public int ReceivedElsewhere { get; init; }

    public DateTimeOffset? FirstReceivedAt { get; init; }

    /// <summary>The queue it was dead-lettered from.</summary>
    public string? DeadLetterSourceArn { get; init; }
}

/// <summary>An event as an archive keeps it: the envelope's text as targets received it.</summary>
internal sealed record ArchivedEvent(
    string ArchiveArn,
    string EventId,
    string Source,
    string DetailType,
    DateTimeOffset Time,
    DateTimeOffset ArchivedAt,
    string Envelope);

/// <summary>A mail that laptop mode caught instead of sending.</summary>
public sealed record CaughtMail(
    string Id,
    DateTimeOffset Time,
    IReadOnlyList<string> To,
    string From,
    string Subject,
    string Text,
    IReadOnlyDictionary<string, string> Tags);

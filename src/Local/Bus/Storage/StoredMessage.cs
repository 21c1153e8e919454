using System.Globalization;

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

    /// <summary>Names the latest receive in this queue, whose handle deletes; 0 before the first. Until <see cref="AvailableAt"/>
    /// the message is then in flight.</summary>
    public long Receipt { get; init; }

    /// <summary>The group it was sent with; in a FIFO queue there always is one.</summary>
    public string? GroupId { get; init; }

    /// <summary>What tells it from other messages in a FIFO queue, given or made from its body.</summary>
    public string? DeduplicationId { get; init; }

    /// <summary>Its place in a FIFO queue; null in a standard one.</summary>
    public FifoPlace? Fifo { get; init; }
}

/// <summary>Where a message stands in its FIFO queue: what is known only once it has been written, for the writer decides it.</summary>
/// <param name="deduplicationKey">Within its queue, equal for messages of which only the first is taken; null when all are.</param>
internal sealed class FifoPlace(string? deduplicationKey)
{
    public string? DeduplicationKey { get; } = deduplicationKey;

    /// <summary>Ascends in the order of writing, which is the order of receiving within a group.</summary>
    public long Number { get; set; }

    /// <summary>The number as the wire has it: 20 digits, so that texts are in order, too.</summary>
    public string Text => Number.ToString("D20", CultureInfo.InvariantCulture);

    /// <summary>The id of the message that was taken before and in place of this one, which then is in no queue.</summary>
    public string? DuplicateOf { get; set; }
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

using Waybill.Local.Bus.Storage;

namespace Waybill.Local.Bus;

/// <summary>A message as a consumer receives it.</summary>
internal sealed record ReceivedMessage(
    string MessageId,
    string ReceiptHandle,
    string Body,
    IReadOnlyDictionary<string, MessageAttribute> Attributes,
    DateTimeOffset SentAt,
    DateTimeOffset FirstReceivedAt,
    int ReceiveCount)
{
    /// <summary>The <c>AWSTraceHeader</c> system attribute.</summary>
    public string? TraceHeader { get; init; }

    /// <summary>The queue it was dead-lettered from.</summary>
    public string? DeadLetterSourceArn { get; init; }

    public string? GroupId { get; init; }

    public string? DeduplicationId { get; init; }

    /// <summary>Its number in a FIFO queue, as the wire has it; null in a standard one.</summary>
    public string? SequenceNumber { get; init; }
}

/// <summary>What is in a queue now.</summary>
internal sealed record QueueDepth(int Visible, int InFlight, int Delayed, TimeSpan OldestAge)
{
    /// <summary>How many of those in flight a function has, or is about to get; nobody here knows of the others.</summary>
    public int Held { get; init; }

    /// <summary>The message in flight that becomes visible first: when, and how often it has been received.</summary>
    public (DateTimeOffset At, int Receives)? NextBack { get; init; }
}

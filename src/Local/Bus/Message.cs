namespace Waybill.Local.Bus;

/// <summary>A message as a consumer receives it.</summary>
public sealed record ReceivedMessage(
    string MessageId,
    string ReceiptHandle,
    string Body,
    IReadOnlyDictionary<string, string> Attributes,
    DateTimeOffset SentAt,
    DateTimeOffset FirstReceivedAt,
    int ReceiveCount);

/// <summary>What is in a queue now.</summary>
public sealed record QueueDepth(int Visible, int InFlight, int Delayed, TimeSpan OldestAge);

using System.Globalization;
using Amazon.SQS.Model;
using Waybill.Operations.Events;

namespace Waybill.Operations.Consumers;

/// <summary>A message that was received.</summary>
public class QueueMessage(Message message)
{
    public string Id => message.MessageId;

    public string Body => message.Body;

    public string ReceiptHandle => message.ReceiptHandle;

    public EventIdentity Event { get; } = EventIdentity.Of(message.Body);

    public IReadOnlyDictionary<string, MessageAttributeValue> Attributes => message.MessageAttributes ?? [];

    /// <summary>How often it has been received, this time included.</summary>
    public int Receives => (int)(Number("ApproximateReceiveCount") ?? 1);

    /// <summary>When it was first sent, to the queue it failed in if it is dead.</summary>
    public DateTimeOffset SentAt => DateTimeOffset.FromUnixTimeMilliseconds(Number("SentTimestamp") ?? 0);

    public string? GroupId => System("MessageGroupId");

    public string? TraceHeader => System("AWSTraceHeader");

    private long? Number(string name) => long.TryParse(System(name), CultureInfo.InvariantCulture, out var number) ? number : null;

    private string? System(string name) => message.Attributes?.GetValueOrDefault(name);
}

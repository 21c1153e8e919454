using System.Globalization;
using Amazon.SQS.Model;
using Waybill.Operations.Events;

namespace Waybill.Operations.Failures;

/// <summary>A message of a dead-letter queue.</summary>
public sealed class DeadLetter(Message message)
{
    /// <summary>What EventBridge says of an event it could not hand over (EventBridge user guide, "Using dead-letter queues").</summary>
    public static readonly IReadOnlyList<string> EventBridgeAttributes =
        ["RULE_ARN", "TARGET_ARN", "ERROR_CODE", "ERROR_MESSAGE", "EXHAUSTED_RETRY_CONDITION", "RETRY_ATTEMPTS"];

    public string Id => message.MessageId;

    public string Body => message.Body;

    public string ReceiptHandle => message.ReceiptHandle;

    public EventIdentity Event { get; } = EventIdentity.Of(message.Body);

    public IReadOnlyDictionary<string, MessageAttributeValue> Attributes => message.MessageAttributes ?? [];

    /// <summary>The rule whose target could not be reached; null when the consumer failed on it.</summary>
    public string? RuleArn => Attribute("RULE_ARN");

    /// <summary>Why EventBridge could not hand it over.</summary>
    public string? ErrorCode => Attribute("ERROR_CODE");

    public string? ErrorMessage => Attribute("ERROR_MESSAGE");

    /// <summary>How often EventBridge tried.</summary>
    public int HandOvers => 1 + (int.TryParse(Attribute("RETRY_ATTEMPTS"), CultureInfo.InvariantCulture, out var retries) ? retries : 0);

    /// <summary>When it was first sent, to the queue it failed in.</summary>
    public DateTimeOffset SentAt => long.TryParse(System("SentTimestamp"), CultureInfo.InvariantCulture, out var milliseconds)
        ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
        : DateTimeOffset.UnixEpoch;

    public string? GroupId => System("MessageGroupId");

    public string? TraceHeader => System("AWSTraceHeader");

    private string? Attribute(string name) => Attributes.TryGetValue(name, out var value) ? value.StringValue : null;

    private string? System(string name) => message.Attributes?.GetValueOrDefault(name);
}

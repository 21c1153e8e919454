using System.Globalization;
using Amazon.SQS.Model;
using Waybill.Operations.Consumers;

namespace Waybill.Operations.Failures;

/// <summary>A message of a dead-letter queue.</summary>
public sealed class DeadLetter(Message message) : QueueMessage(message)
{
    /// <summary>What EventBridge says of an event it could not hand over (EventBridge user guide, "Using dead-letter queues").</summary>
    public static readonly IReadOnlyList<string> EventBridgeAttributes =
        ["RULE_ARN", "TARGET_ARN", "ERROR_CODE", "ERROR_MESSAGE", "EXHAUSTED_RETRY_CONDITION", "RETRY_ATTEMPTS"];

    /// <summary>The rule whose target could not be reached; null when the consumer failed on it.</summary>
    public string? RuleArn => Attribute("RULE_ARN");

    /// <summary>Why EventBridge could not hand it over.</summary>
    public string? ErrorCode => Attribute("ERROR_CODE");

    public string? ErrorMessage => Attribute("ERROR_MESSAGE");

    /// <summary>How often EventBridge tried.</summary>
    public int HandOvers => 1 + (int.TryParse(Attribute("RETRY_ATTEMPTS"), CultureInfo.InvariantCulture, out var retries) ? retries : 0);

    private string? Attribute(string name) => Attributes.TryGetValue(name, out var value) ? value.StringValue : null;
}

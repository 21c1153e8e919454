using Waybill.Local.Account;
using Waybill.Local.Account.Policies;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Machine;

namespace Waybill.Local.Bus.Routing;

/// <summary>Where the events of a rule's target go: its queue, or else its dead-letter queue, or nowhere.</summary>
/// <remarks>Decided once, at start-up: a template's queues and policies do not change while it runs.</remarks>
internal sealed record TargetRoute(RuleTarget Target, string? QueueArn, HandOverFailure? Failure)
{
    /// <exception cref="UnsupportedTargetException">The target is neither missing nor a standard queue.</exception>
    public static TargetRoute Decide(Rule rule, RuleTarget target, IReadOnlyDictionary<string, Queue> queues)
    {
        if (!target.Arn.StartsWith("arn:aws:sqs:", StringComparison.Ordinal) || target.Arn.EndsWith(".fifo", StringComparison.Ordinal))
        {
            throw new UnsupportedTargetException(rule, target);
        }

        var failure = WhyNot(rule, target.Arn, queues);
        if (failure is null)
        {
            return new TargetRoute(target, target.Arn, null);
        }

        var deadLetterArn = target.DeadLetterArn is { } arn && WhyNot(rule, arn, queues) is null ? arn : null;
        return new TargetRoute(target, deadLetterArn, failure);
    }

    /// <summary>The message attributes that tell a dead letter's story (EventBridge user guide, <c>eb-rule-dlq</c>).</summary>
    public Dictionary<string, MessageAttribute> DeadLetterAttributes(Rule rule) => new(StringComparer.Ordinal)
    {
        ["RULE_ARN"] = MessageAttribute.Text(rule.Arn),
        ["TARGET_ARN"] = MessageAttribute.Text(Target.Arn),
        ["ERROR_CODE"] = MessageAttribute.Text(Failure!.Code),
        ["ERROR_MESSAGE"] = MessageAttribute.Text(Failure.Message),
        // A missing permission or queue is never retried, so there is no exhausted condition to name.
        ["RETRY_ATTEMPTS"] = MessageAttribute.Text("0"),
    };

    private static HandOverFailure? WhyNot(Rule rule, string queueArn, IReadOnlyDictionary<string, Queue> queues)
    {
        if (!queues.TryGetValue(queueArn, out var queue))
        {
            return new HandOverFailure("NO_RESOURCE", $"The queue {queueArn} does not exist.");
        }

        var context = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["aws:SourceArn"] = rule.Arn,
            ["aws:SourceAccount"] = rule.Arn.Split(':')[4],
        };
        var request = new PolicyRequest("events.amazonaws.com", "sqs:SendMessage", queueArn, context);
        var decision = PolicyEvaluator.Evaluate([], queue.Policy, request);
        return decision.Allowed ? null : new HandOverFailure("NO_PERMISSIONS", decision.Reason);
    }
}

/// <summary>Why EventBridge cannot hand an event over, in the words of a dead letter's
/// <c>ERROR_CODE</c> and <c>ERROR_MESSAGE</c>.</summary>
internal sealed record HandOverFailure(string Code, string Message);

/// <summary>A rule's target is of a kind that laptop mode does not deliver to.</summary>
internal sealed class UnsupportedTargetException(Rule rule, RuleTarget target) : LaptopStartException(
    $"Rule '{rule.Name}' of bus '{rule.BusName}' has the target '{target.Id}' with ARN '{target.Arn}'; "
    + "laptop mode delivers to standard SQS queues only (arn:aws:sqs:<region>:<account>:<name>).");

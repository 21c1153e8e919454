using System.Globalization;
using System.Text;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Account.Policies;
using Waybill.Local.Bus.Storage;

namespace Waybill.Local.Bus.Routing;

/// <summary>Where the events of a rule's target go: to it, or else to its dead-letter queue, or nowhere.</summary>
/// <remarks>True of the account as it is: queues, buses and policies come and go.</remarks>
internal sealed record TargetRoute(RuleTarget Target, TargetKind? Kind, string? DeadLetterArn, HandOverFailure? Failure)
{
    private const string EventBridge = "events.amazonaws.com";

    /// <summary>The largest message that the target's queue takes; null for other targets.</summary>
    public int? LargestMessage { get; private init; }

    public static TargetRoute Decide(Rule rule, RuleTarget target, Resources resources)
    {
        var kind = TargetKinds.Of(target.Arn);
        var failure = WhyNot(rule, target, kind, resources);
        var deadLetterArn = target.DeadLetterArn is { } arn && QueueProblem(rule, arn, groupId: null, resources) is null ? arn : null;
        return new TargetRoute(target, kind, deadLetterArn, failure)
        {
            LargestMessage = kind == TargetKind.Queue ? resources.Find<Queue>(target.Arn)?.MaximumMessageSize : null,
        };
    }

    /// <summary>Why what a rule made of an event cannot be handed over: SQS refuses what is larger than its queue takes.</summary>
    public HandOverFailure? WhyNot(string body) => LargestMessage is { } most && Encoding.UTF8.GetByteCount(body) > most
        ? new HandOverFailure(
            "INVALID_PARAMETER", $"One or more parameters are invalid. Reason: Message must be shorter than {most} bytes.")
        : null;

    /// <summary>The message attributes that tell a dead letter's story (EventBridge user guide, <c>eb-rule-dlq</c>).</summary>
    public static Dictionary<string, MessageAttribute> DeadLetterAttributes(Rule rule, RuleTarget target, HandOverFailure failure)
    {
        var attributes = new Dictionary<string, MessageAttribute>(StringComparer.Ordinal)
        {
            ["RULE_ARN"] = MessageAttribute.Text(rule.Arn),
            ["TARGET_ARN"] = MessageAttribute.Text(target.Arn),
            ["ERROR_CODE"] = MessageAttribute.Text(failure.Code),
            ["ERROR_MESSAGE"] = MessageAttribute.Text(failure.Message),
            ["RETRY_ATTEMPTS"] = MessageAttribute.Text(failure.Retries.ToString(CultureInfo.InvariantCulture)),
        };
        if (failure.Exhausted is { } condition)
        {
            attributes["EXHAUSTED_RETRY_CONDITION"] = MessageAttribute.Text(condition);
        }

        return attributes;
    }

    private static HandOverFailure? WhyNot(Rule rule, RuleTarget target, TargetKind? kind, Resources resources) => kind switch
    {
        TargetKind.Queue => QueueProblem(rule, target.Arn, target.MessageGroupId, resources),
        TargetKind.Bus => BusProblem(rule, target, resources),
        TargetKind.Function => FunctionProblem(rule, target.Arn, resources),
        TargetKind.ApiDestination => resources.Find<ApiDestination>(target.Arn) is null ? Missing("API destination", target.Arn) : null,
        TargetKind.Topic => TopicProblem(rule, target.Arn, resources),
        _ => null,
    };

    private static HandOverFailure? QueueProblem(Rule rule, string queueArn, string? groupId, Resources resources)
    {
        if (resources.Find<Queue>(queueArn) is not { } queue)
        {
            return Missing("queue", queueArn);
        }

        var request = new PolicyRequest(EventBridge, "sqs:SendMessage", queueArn, From(rule));
        return Denied(PolicyEvaluator.Evaluate([], queue.Policy, request)) ?? FifoProblem(queue, groupId);
    }

    /// <summary>A FIFO queue needs a group, and an id, which EventBridge leaves to the queue to make.</summary>
    private static HandOverFailure? FifoProblem(Queue queue, string? groupId) => queue.Fifo switch
    {
        { } when groupId is null => new HandOverFailure(
            "INVALID_PARAMETER", $"{queue.Arn} is a FIFO queue, and the target has no MessageGroupId."),
        { ContentBasedDeduplication: false } => new HandOverFailure(
            "INVALID_PARAMETER", $"{queue.Arn} is a FIFO queue without ContentBasedDeduplication, and EventBridge gives no id."),
        _ => null,
    };

    private static HandOverFailure? TopicProblem(Rule rule, string topicArn, Resources resources)
    {
        if (resources.Find<Topic>(topicArn) is not { } topic)
        {
            return Missing("topic", topicArn);
        }

        return Denied(PolicyEvaluator.Evaluate(
            [], TopicOperations.PolicyOf(topic), new PolicyRequest(EventBridge, "sns:Publish", topicArn, From(rule))));
    }

    /// <summary>A role puts events on another bus; on one of another account that bus must allow it, too.</summary>
    private static HandOverFailure? BusProblem(Rule rule, RuleTarget target, Resources resources)
    {
        if (BusOperations.Find(resources, target.Arn) is not { } bus)
        {
            return Missing("event bus", target.Arn);
        }

        var isOwn = Scope.Of(target.Arn).Account == Scope.Of(rule.Arn).Account;
        if (target.RoleArn is { } roleArn)
        {
            if (resources.Find<Role>(roleArn) is not { } role)
            {
                return new HandOverFailure("FAILED_TO_ASSUME_ROLE", $"The role {roleArn} does not exist.");
            }

            var request = new PolicyRequest(roleArn, "events:PutEvents", target.Arn, From(rule));
            return Denied(PolicyEvaluator.Evaluate(role.Policy, isOwn ? bus.Policy : [], request))
                ?? (isOwn ? null : Denied(PolicyEvaluator.EvaluateOtherAccount(bus.Policy, request)));
        }

        return isOwn
            ? null
            : Denied(PolicyEvaluator.EvaluateOtherAccount(
                bus.Policy,
                new PolicyRequest($"arn:aws:iam::{Scope.Of(rule.Arn).Account}:root", "events:PutEvents", target.Arn, From(rule))));
    }

    /// <summary>A function's policy must let EventBridge call it, as <c>AWS::Lambda::Permission</c> says.</summary>
    private static HandOverFailure? FunctionProblem(Rule rule, string functionArn, Resources resources)
    {
        if (resources.Find<Function>(functionArn) is not { } function)
        {
            return Missing("function", functionArn);
        }

        return Denied(PolicyEvaluator.Evaluate([], function.Policy, new PolicyRequest(
            EventBridge, "lambda:InvokeFunction", functionArn, From(rule))));
    }

    private static HandOverFailure? Denied(PolicyDecision decision) =>
        decision.Allowed ? null : new HandOverFailure("NO_PERMISSIONS", decision.Reason);

    private static HandOverFailure Missing(string kind, string arn) => new("NO_RESOURCE", $"The {kind} {arn} does not exist.");

    private static Dictionary<string, string> From(Rule rule) => new(StringComparer.Ordinal)
    {
        ["aws:SourceArn"] = rule.Arn,
        ["aws:SourceAccount"] = Scope.Of(rule.Arn).Account,
    };
}

/// <summary>Why EventBridge cannot hand an event over, in the words of a dead letter's
/// <c>ERROR_CODE</c> and <c>ERROR_MESSAGE</c>.</summary>
internal sealed record HandOverFailure(string Code, string Message)
{
    /// <summary>How often it was tried again.</summary>
    public int Retries { get; init; }

    /// <summary>The limit that ended the retries: null when there were none.</summary>
    public string? Exhausted { get; init; }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.SQS;
using Constructs;
using CfnRule = Amazon.CDK.AWS.Events.CfnRule;
using CfnRuleProps = Amazon.CDK.AWS.Events.CfnRuleProps;

namespace Waybill.Infra;

/// <summary>Takes every event that no catalog entry describes off the bus for the guard's function, which <c>teams/PlatformStack.cs</c> puts behind the queue.</summary>
/// <remarks>A catalogued event matches none of its rules, so it costs nothing: EventBridge charges for what is delivered, not for what is compared.</remarks>
internal sealed class UncataloguedEventsGuard : Construct
{
    public const string Consumer = "ReportUncataloguedEvent";

    private readonly ConsumerQueue _queue;

    public UncataloguedEventsGuard(Construct scope, EnvironmentSettings settings, EventBus bus, IReadOnlyList<UncataloguedRule> rules)
        : base(scope, "UncataloguedEvents")
    {
        _queue = new ConsumerQueue(this, settings, Consumer, ConsumerFunctions.Timeout);
        AllowTheRules(_queue.Queue, settings);
        AllowTheRules(_queue.DeadLetters, settings);
        foreach (var rule in rules)
        {
            AddRule(rule, bus);
        }
    }

    /// <remarks>Not the Rule construct: it has no $or.</remarks>
    private void AddRule(UncataloguedRule rule, EventBus bus) => _ = new CfnRule(this, rule.Name, new CfnRuleProps
    {
        Name = rule.Name,
        Description = $"{rule.Reason}: what events-catalog does not describe, and {string.Join(", ", rule.Owners)} would have to",
        State = "ENABLED",
        EventBusName = bus.EventBusName,
        EventPattern = Plain(JsonNode.Parse(rule.Pattern)!),
        Targets = new[]
        {
            new CfnRule.TargetProperty
            {
                Id = "Queue",
                Arn = _queue.Queue.QueueArn,
                InputTransformer = new CfnRule.InputTransformerProperty { InputTemplate = Template(rule) },
                DeadLetterConfig = new CfnRule.DeadLetterConfigProperty { Arn = _queue.DeadLetters.QueueArn },
                RetryPolicy = new CfnRule.RetryPolicyProperty { MaximumEventAgeInSeconds = 86_400, MaximumRetryAttempts = 185 },
            },
        },
    });

    /// <summary>Only the rule knows why it matched and who owns the source. The event goes in as a JSON object, which needs no escaping.</summary>
    private static string Template(UncataloguedRule rule) =>
        $$"""{"reason":"{{rule.Reason}}","owners":{{JsonSerializer.Serialize(rule.Owners)}},"seenAt":<aws.events.event.ingestion-time>,"event":<aws.events.event.json>}""";

    private void AllowTheRules(Queue queue, EnvironmentSettings settings) => queue.AddToResourcePolicy(new PolicyStatement(new PolicyStatementProps
    {
        Principals = [new ServicePrincipal("events.amazonaws.com")],
        Actions = ["sqs:SendMessage"],
        Resources = [queue.QueueArn],
        Conditions = Permissions.Conditions((
            "ArnLike", "aws:SourceArn",
            [$"arn:aws:events:{settings.Region}:{settings.Account}:rule/{new Names(settings.Name).Bus}/{UncataloguedRules.NamePrefix}*"])),
    }));

    /// <summary>What jsii hands to CDK unchanged.</summary>
    private static object Plain(JsonNode node) => node switch
    {
        JsonObject members => members.ToDictionary(member => member.Key, member => Plain(member.Value!)),
        JsonArray items => items.Select(item => Plain(item!)).ToArray(),
        _ => node.GetValue<string>(),
    };
}

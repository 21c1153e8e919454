using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.CDK;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.SQS;
using Constructs;
using CfnRule = Amazon.CDK.AWS.Events.CfnRule;
using CfnRuleProps = Amazon.CDK.AWS.Events.CfnRuleProps;

namespace Waybill.Infra;

/// <summary>Takes every event that no catalog entry describes off the bus for the guard's function.</summary>
/// <remarks>
/// <see cref="PlatformStack"/> puts that function behind the queue. A catalogued event matches none of its rules, so it costs nothing:
/// EventBridge charges for what is delivered, not for what is compared.
/// </remarks>
internal sealed class UncataloguedEventsGuard : Construct
{
    /// <summary>Whose function it is, and who answers for sources that nobody owns.</summary>
    public const string Team = "Platform";

    /// <summary>What its function reports; the catalog has to describe it, like any event.</summary>
    public const string OwnEvent = "UncataloguedEventSeen.v1";

    public const string Consumer = "ReportUncataloguedEvent";

    private readonly ConsumerQueue _queue;

    public UncataloguedEventsGuard(Construct scope, Deployment deployment, EventBus bus) : base(scope, "UncataloguedEvents")
    {
        var rules = deployment.Arn("events", $"rule/{deployment.Names.Bus}/{UncataloguedRules.NamePrefix}*");
        _queue = new ConsumerQueue(this, deployment, Consumer, ConsumerFunctions.Timeout);
        AllowTheRules(_queue.Queue, rules);
        AllowTheRules(_queue.DeadLetters, rules);
        var alarms = new Alarms(this, deployment);
        foreach (var rule in UncataloguedRules.Of(deployment.Catalog, deployment.Today))
        {
            AddRule(rule, bus);
            _queue.AddAlarmsOfRule(alarms, rule.Name);
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
                RetryPolicy = new CfnRule.RetryPolicyProperty
                {
                    MaximumEventAgeInSeconds = Duration.Hours(Subscription.HandOverHours).ToSeconds(),
                    MaximumRetryAttempts = Subscription.HandOverAttempts,
                },
            },
        },
    });

    /// <summary>Only the rule knows why it matched and who owns the source. The event goes in as JSON, which needs no escaping.</summary>
    private static string Template(UncataloguedRule rule) =>
        $$"""{"reason":"{{rule.Reason}}","owners":{{JsonSerializer.Serialize(rule.Owners)}},"""
        + """
        "seenAt":<aws.events.event.ingestion-time>,"event":<aws.events.event.json>}
        """;

    private static void AllowTheRules(Queue queue, string rules) =>
        queue.AddToResourcePolicy(new PolicyStatement(new PolicyStatementProps
        {
            Principals = [new ServicePrincipal("events.amazonaws.com")],
            Actions = ["sqs:SendMessage"],
            Resources = [queue.QueueArn],
            Conditions = Permissions.Conditions(("ArnLike", "aws:SourceArn", [rules])),
        }));

    /// <summary>What jsii hands to CDK unchanged.</summary>
    private static object Plain(JsonNode node) => node switch
    {
        JsonObject members => members.ToDictionary(member => member.Key, member => Plain(member.Value!)),
        JsonArray items => items.Select(item => Plain(item!)).ToArray(),
        _ => node.GetValue<string>(),
    };
}

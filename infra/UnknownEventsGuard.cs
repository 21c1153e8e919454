using Amazon.CDK;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.SQS;
using Constructs;
using Waybill.Catalog;
using CfnRule = Amazon.CDK.AWS.Events.CfnRule;
using CfnRuleProps = Amazon.CDK.AWS.Events.CfnRuleProps;

namespace Waybill.Infra;

/// <summary>Keeps every event that no catalog entry describes, and raises an alarm: an undocumented event is loudly visible.</summary>
internal sealed class UnknownEventsGuard : Construct
{
    private const string Name = "unknown-events";

    public UnknownEventsGuard(Construct scope, EnvironmentSettings settings, EventBus bus, IReadOnlyList<CatalogEvent> described)
        : base(scope, "UnknownEvents")
    {
        var names = new Names(settings.Name);
        var queue = new Queue(this, "Queue", new QueueProps
        {
            QueueName = names.Queue(Name),
            RetentionPeriod = Duration.Days(Subscription.DeadLetterRetentionDays),
            Encryption = QueueEncryption.SQS_MANAGED,
            EnforceSSL = true,
            RemovalPolicy = settings.RemovalPolicy,
        });
        // Not the Rule construct: it has no $or.
        var rule = new CfnRule(this, "Rule", new CfnRuleProps
        {
            Name = "UnknownEvents",
            Description = "Events that no entry of events-catalog describes",
            State = "ENABLED",
            EventBusName = bus.EventBusName,
            EventPattern = AnythingBut(described),
            Targets = new[] { new CfnRule.TargetProperty { Id = "Queue", Arn = queue.QueueArn } },
        });
        queue.AddToResourcePolicy(new PolicyStatement(new PolicyStatementProps
        {
            Principals = [new ServicePrincipal("events.amazonaws.com")],
            Actions = ["sqs:SendMessage"],
            Resources = [queue.QueueArn],
            Conditions = Permissions.Conditions(("ArnEquals", "aws:SourceArn", [rule.AttrArn])),
        }));
        new Alarms(this, settings).Add(Name, "seen", Metrics.MessagesIn(names.Queue(Name)), 1,
            $"Somebody put an event on the bus that events-catalog does not describe. It lies in {names.Queue(Name)}: describe it, or stop it.");
    }

    /// <summary>Any event of an unknown source, and of each known source any type that is not described for this very source.</summary>
    private static Dictionary<string, object> AnythingBut(IReadOnlyList<CatalogEvent> described)
    {
        var types = described.ToLookup(e => e.Source, e => e.DetailType);
        return new()
        {
            ["$or"] = types
                .Select(source => new Dictionary<string, object> { ["source"] = new[] { source.Key }, ["detail-type"] = Except(source) })
                .Prepend(new Dictionary<string, object> { ["source"] = Except(types.Select(source => source.Key)) })
                .ToArray(),
        };
    }

    private static Dictionary<string, object>[] Except(IEnumerable<string> values) =>
        [new() { ["anything-but"] = values.Order(StringComparer.Ordinal).ToArray() }];
}

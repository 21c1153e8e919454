using System.Text.Json.Nodes;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.Logs;
using Constructs;
using CfnRule = Amazon.CDK.AWS.Events.CfnRule;
using CfnRuleProps = Amazon.CDK.AWS.Events.CfnRuleProps;

namespace Waybill.Infra;

/// <summary>A log group with one line for each event that is put on the bus, with the event's ids and nothing else of it.</summary>
/// <remarks>
/// <para>It is for people who look for an event, not part of delivery (docs/decisions/0027), so there is no dead-letter queue: EventBridge
/// tries for 24 hours, then drops the line and raises the alarm. The event itself is in the archive and with its consumers by then, and a
/// queue that keeps whole events for the sake of a line would have to be guarded and emptied.</para>
/// <para>Sources: EventBridge user guide, <c>eb-transform-target-input</c> (a log group takes a template of <c>timestamp</c> and
/// <c>message</c>, both texts) and <c>eb-use-resource-based</c> (who writes); CDK's own target for log groups, whose ARN has no
/// <c>:*</c> at its end and whose policy would need a Lambda function to be put.</para>
/// </remarks>
internal sealed class PublishedLog : Construct
{
    public const string Rule = "Published";

    /// <summary>What a replay puts on the bus again has been published before; archives tell it apart likewise.</summary>
    private static readonly Dictionary<string, object> EveryEventButReplays =
        new() { ["replay-name"] = new object[] { new Dictionary<string, object> { ["exists"] = false } } };

    private static readonly Dictionary<string, string> Ids = new()
    {
        ["eventId"] = "$.detail.id",
        ["eventType"] = "$.detail-type",
        ["source"] = "$.source",
        ["time"] = "$.time",
        ["partitionKey"] = "$.detail.partitionkey",
        ["correlationId"] = "$.detail.correlationid",
        ["causationId"] = "$.detail.causationid",
    };

    public PublishedLog(Construct scope, Deployment deployment, EventBus bus) : base(scope, "PublishedLog")
    {
        var (names, settings) = (deployment.Names, deployment.Settings);
        var group = new LogGroup(this, "Group", new LogGroupProps
        {
            LogGroupName = names.PublishedLog,
            Retention = settings.LogRetention,
            RemovalPolicy = settings.RemovalPolicy,
        });
        var arn = deployment.Arn("logs", $"log-group:{names.PublishedLog}");
        var policy = new CfnResourcePolicy(this, "Policy", new CfnResourcePolicyProps
        {
            PolicyName = $"{names.Bus}-published",
            PolicyDocument = OnlyTheRuleWrites(arn, deployment.Arn("events", $"rule/{names.Bus}/{Rule}")),
        });
        var rule = new CfnRule(this, "Rule", new CfnRuleProps
        {
            Name = Rule,
            Description = $"Every event that is put on {names.Bus}, into {names.PublishedLog}",
            State = "ENABLED",
            EventBusName = bus.EventBusName,
            EventPattern = EveryEventButReplays,
            Targets = new[] { new CfnRule.TargetProperty { Id = "Log", Arn = arn, InputTransformer = Line() } },
        });
        rule.Node.AddDependency(group, policy); // Or the first events would find nowhere to go.
        new Alarms(this, deployment).AddOfRule(
            Rule, $"Events are missing in {names.PublishedLog}: the rule {Rule} cannot write there. They are in the archive.",
            "status", deadLetters: null);
    }

    /// <summary>Nothing escapes what is put between the quotes; attributes of envelopes hold nothing that would have to be.</summary>
    private static CfnRule.InputTransformerProperty Line()
    {
        var message = string.Join(',', Ids.Keys.Select(name => $"\\\"{name}\\\":\\\"<{name}>\\\""));
        return new CfnRule.InputTransformerProperty
        {
            InputPathsMap = Ids,
            InputTemplate = $$"""{"timestamp":<time>,"message":"{{{message}}}"}""",
        };
    }

    /// <remarks>AWS knows the rule only when lines are put, not when it makes the stream.</remarks>
    private static string OnlyTheRuleWrites(string group, string rule)
    {
        JsonObject Allow(string action) => new()
        {
            ["Effect"] = "Allow",
            ["Principal"] = new JsonObject { ["Service"] = new JsonArray("events.amazonaws.com", "delivery.logs.amazonaws.com") },
            ["Action"] = action,
            ["Resource"] = $"{group}:*",
        };

        var put = Allow("logs:PutLogEvents");
        put["Condition"] = new JsonObject { ["ArnEquals"] = new JsonObject { ["aws:SourceArn"] = rule } };
        var policy = new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray(Allow("logs:CreateLogStream"), put) };
        return policy.ToJsonString();
    }
}

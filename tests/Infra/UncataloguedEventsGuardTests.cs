using System.Text.Json.Nodes;
using Amazon.CDK.Assertions;

namespace Waybill.Infra;

/// <summary>The guard in the templates: rules of the bus's stack, and the function that the platform team puts behind them.</summary>
public sealed class UncataloguedEventsGuardTests(SynthesizedStacks stacks)
{
    private const string Consumer = "ReportUncataloguedEvent";

    [Theory]
    [MemberData(nameof(Cases.Environments), MemberType = typeof(Cases))]
    public void The_bus_has_the_rules_that_the_catalog_leads_to(string environment)
    {
        var expected = UncataloguedRules.Of(SynthesizedStacks.Catalog, SynthesizedStacks.Today);
        var stack = stacks.Stack(environment, "bus");

        Assert.Equal(
            expected.Select(rule => rule.Name).Order(StringComparer.Ordinal),
            stack.Of("AWS::Events::Rule").Select(Name).Where(name => name != PublishedLog.Rule).Order(StringComparer.Ordinal));
        Assert.All(expected, rule =>
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(rule.Pattern), stack.Rule(rule.Name).Properties["EventPattern"]), rule.Name));
    }

    [Theory]
    [MemberData(nameof(Cases.Environments), MemberType = typeof(Cases))]
    public void A_rule_hands_over_the_event_with_reason_and_owners_for_a_day_and_then_to_the_dead_letter_queue(string environment)
    {
        var stack = stacks.Stack(environment, "bus");

        Assert.All(UncataloguedRules.Of(SynthesizedStacks.Catalog, SynthesizedStacks.Today), rule =>
        {
            var target = Assert.Single(stack.Rule(rule.Name).Properties["Targets"]!.AsArray())!;
            Assert.Equal(stack.Queue($"waybill-{environment}-{Consumer}").LogicalId, (string?)target["Arn"]!["Fn::GetAtt"]![0]);
            var deadLetters = stack.Queue($"waybill-{environment}-{Consumer}-dlq").LogicalId;
            Assert.Equal(deadLetters, (string?)target["DeadLetterConfig"]!["Arn"]!["Fn::GetAtt"]![0]);
            Assert.Equal("""{"MaximumEventAgeInSeconds":86400,"MaximumRetryAttempts":185}""", target["RetryPolicy"]!.ToJsonString());
            Assert.Equal(
                $$"""
                {"reason":"{{rule.Reason}}","owners":["{{rule.Owners[0]}}"],
                """
                + """
                "seenAt":<aws.events.event.ingestion-time>,"event":<aws.events.event.json>}
                """,
                (string?)target["InputTransformer"]!["InputTemplate"]);
        });
    }

    [Theory]
    [MemberData(nameof(Cases.Environments), MemberType = typeof(Cases))]
    public void Its_function_polls_the_queue_retries_single_messages_and_may_publish_as_platform_only(string environment)
    {
        var stack = stacks.Stack(environment, "platform");

        stack.Template.HasResourceProperties("AWS::Lambda::EventSourceMapping", new Dictionary<string, object>
        {
            ["EventSourceArn"] = new Dictionary<string, object>
            {
                ["Fn::Join"] = new object[]
                {
                    "", new object[] { "arn:aws:sqs:", Pseudo("Region"), ":", Pseudo("AccountId"), $":waybill-{environment}-{Consumer}" },
                },
            },
            ["FunctionName"] = stack.Function($"waybill-{environment}-{Consumer}").Ref,
            ["FunctionResponseTypes"] = new[] { "ReportBatchItemFailures" },
        });
        var variables = stack.Function($"waybill-{environment}-{Consumer}").Properties["Environment"]!["Variables"]!;
        Assert.Equal("shop.platform", (string?)variables["EVENT_SOURCE"]);
    }

    [Theory]
    [MemberData(nameof(Cases.Environments), MemberType = typeof(Cases))]
    public void Each_owner_of_a_source_has_an_alarm_of_its_own_and_the_guard_has_those_of_every_consumer(string environment)
    {
        var stack = stacks.Stack(environment, "platform");

        foreach (var team in new[] { "orders", "contracts", "inventory", "warehouse", "logistics", "platform" })
        {
            stack.Template.HasResourceProperties("AWS::CloudWatch::Alarm", new Dictionary<string, object>
            {
                ["AlarmName"] = $"waybill-{environment}-uncatalogued-{team}",
                ["Namespace"] = "Waybill",
                ["MetricName"] = "UncataloguedEvents",
                ["Dimensions"] = new[] { new Dictionary<string, object> { ["Name"] = "Team", ["Value"] = team } },
                ["Threshold"] = 1,
                ["Period"] = 3_600,
                ["TreatMissingData"] = "notBreaching",
                ["AlarmActions"] = new[] { Match.StringLikeRegexp($":waybill-{environment}-alarms$") },
            });
        }

        foreach (var problem in new[] { "dead-letters", "oldest-message", "errors", "throttles" })
        {
            stack.The("AWS::CloudWatch::Alarm", "AlarmName", $"waybill-{environment}-{Consumer}-{problem}");
        }
    }

    private static Dictionary<string, object> Pseudo(string parameter) => new() { ["Ref"] = $"AWS::{parameter}" };

    private static string Name(Resource rule) => (string)rule.Properties["Name"]!;
}

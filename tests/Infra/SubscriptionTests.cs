using Amazon.CDK.Assertions;
using Waybill.Catalog;

namespace Waybill.Infra;

/// <summary>What one subscription promises, asserted for each of them in each environment.</summary>
public sealed class SubscriptionTests(SynthesizedStacks stacks)
{
    [Theory]
    [MemberData(nameof(Cases.Subscriptions), MemberType = typeof(Cases))]
    public void Hears_events_of_the_catalog_each_by_one_rule(string environment, string consumer)
    {
        var types = Rules(environment, consumer).SelectMany(rule => Texts(rule, "detail-type")).ToList();

        Assert.NotEmpty(types);
        Assert.Equal(types.Count, types.Distinct(StringComparer.Ordinal).Count());
        Assert.All(Rules(environment, consumer), rule =>
        {
            var heard = Texts(rule, "detail-type").Select(type => SynthesizedStacks.Catalog.FindEvent(type)!).ToList();
            Assert.Equal(heard.Select(e => e.Source).Distinct(StringComparer.Ordinal), Texts(rule, "source"));
            Assert.True(heard.TrueForAll(e => e.Shape == EventShape.Thin) || heard.Count == 1, "A fat event has a rule of its own.");
            Assert.Equal(rule == Rules(environment, consumer).First() ? consumer : $"{consumer}-{heard[0].DetailType}", Name(rule));
            Assert.Equal($"waybill-{environment}", (string?)rule.Properties["EventBusName"]);
            Assert.Equal("ENABLED", (string?)rule.Properties["State"]);
        });
    }

    [Theory]
    [MemberData(nameof(Cases.Subscriptions), MemberType = typeof(Cases))]
    public void Hands_events_to_the_queue_for_a_day_and_then_to_the_dead_letter_queue(string environment, string consumer)
    {
        var stack = Stack(environment, consumer);

        Assert.All(Rules(environment, consumer), rule =>
        {
            var target = Assert.Single(rule.Properties["Targets"]!.AsArray())!;
            Assert.Equal(Queue(stack, environment, consumer).LogicalId, (string?)target["Arn"]!["Fn::GetAtt"]![0]);
            Assert.Equal(
                DeadLetters(stack, environment, consumer).LogicalId, (string?)target["DeadLetterConfig"]!["Arn"]!["Fn::GetAtt"]![0]);
            Assert.Equal("""{"MaximumEventAgeInSeconds":86400,"MaximumRetryAttempts":185}""", target["RetryPolicy"]!.ToJsonString());
        });
    }

    [Theory]
    [MemberData(nameof(Cases.Subscriptions), MemberType = typeof(Cases))]
    public void Moves_a_message_that_failed_five_times_to_the_dead_letter_queue(string environment, string consumer)
    {
        var stack = Stack(environment, consumer);

        stack.Template.HasResourceProperties("AWS::SQS::Queue", new Dictionary<string, object>
        {
            ["QueueName"] = $"waybill-{environment}-{consumer}",
            ["RedrivePolicy"] = new Dictionary<string, object>
            {
                ["deadLetterTargetArn"] = DeadLetters(stack, environment, consumer).Arn,
                ["maxReceiveCount"] = 5,
            },
        });
    }

    [Theory]
    [MemberData(nameof(Cases.Subscriptions), MemberType = typeof(Cases))]
    public void Hides_a_message_for_at_least_six_function_timeouts(string environment, string consumer)
    {
        var stack = Stack(environment, consumer);
        var visibility = (int)Queue(stack, environment, consumer).Properties["VisibilityTimeout"]!;
        var timeout = (int)stack.Function($"waybill-{environment}-{consumer}").Properties["Timeout"]!;

        Assert.True(visibility >= 6 * timeout, $"{visibility} s is less than 6 × {timeout} s");
    }

    [Theory]
    [MemberData(nameof(Cases.Subscriptions), MemberType = typeof(Cases))]
    public void Retries_only_the_messages_of_a_batch_that_failed(string environment, string consumer)
    {
        var stack = Stack(environment, consumer);

        stack.Template.HasResourceProperties("AWS::Lambda::EventSourceMapping", new Dictionary<string, object>
        {
            ["EventSourceArn"] = Queue(stack, environment, consumer).Arn,
            ["FunctionName"] = stack.Function($"waybill-{environment}-{consumer}").Ref,
            ["FunctionResponseTypes"] = new[] { "ReportBatchItemFailures" },
            ["BatchSize"] = 10,
            ["ScalingConfig"] = new Dictionary<string, object> { ["MaximumConcurrency"] = 10 },
        });
    }

    [Theory]
    [MemberData(nameof(Cases.Subscriptions), MemberType = typeof(Cases))]
    public void Keeps_messages_for_days_dead_ones_longer_and_both_encrypted(string environment, string consumer)
    {
        var stack = Stack(environment, consumer);
        var queue = Queue(stack, environment, consumer).Properties;
        var deadLetters = DeadLetters(stack, environment, consumer).Properties;

        Assert.InRange((int)queue["MessageRetentionPeriod"]!, Days(4), Days(14) - 1);
        Assert.Equal(Days(14), (int)deadLetters["MessageRetentionPeriod"]!);
        Assert.True((bool)queue["SqsManagedSseEnabled"]!);
        Assert.True((bool)deadLetters["SqsManagedSseEnabled"]!);
    }

    [Theory]
    [MemberData(nameof(Cases.Subscriptions), MemberType = typeof(Cases))]
    public void Lets_only_its_rule_send_to_its_queues_and_only_over_tls(string environment, string consumer)
    {
        var stack = Stack(environment, consumer);
        foreach (var queue in new[] { Queue(stack, environment, consumer), DeadLetters(stack, environment, consumer) })
        {
            var policy = Assert.Single(
                stack.Of("AWS::SQS::QueuePolicy"), p => (string?)p.Properties["Queues"]![0]!["Ref"] == queue.LogicalId);
            var statements = policy.Properties["PolicyDocument"]!["Statement"]!.AsArray();

            var allowed = statements.Where(s => (string?)s!["Effect"] == "Allow").Select(allow =>
            {
                Assert.Equal("""{"Service":"events.amazonaws.com"}""", allow!["Principal"]!.ToJsonString());
                var sender = Assert.Single(Assert.Single(allow["Condition"]!.AsObject()).Value!.AsObject());
                Assert.Equal("aws:SourceArn", sender.Key);
                return (string?)sender.Value!["Fn::GetAtt"]![0];
            });
            Assert.Equal(
                Rules(environment, consumer).Select(rule => rule.LogicalId).Order(StringComparer.Ordinal),
                allowed.Order(StringComparer.Ordinal));
            var deny = Assert.Single(statements, s => (string?)s!["Effect"] == "Deny")!;
            Assert.Equal("sqs:*", (string?)deny["Action"]);
            Assert.Equal("""{"Bool":{"aws:SecureTransport":"false"}}""", deny["Condition"]!.ToJsonString());
        }
    }

    [Theory]
    [MemberData(nameof(Cases.Subscriptions), MemberType = typeof(Cases))]
    public void Raises_its_alarms_at_the_environments_thresholds(string environment, string consumer)
    {
        var thresholds = SynthesizedStacks.Settings(environment).Alarms;
        var name = $"waybill-{environment}-{consumer}";

        AssertAlarm(environment, consumer, "AWS/SQS", "ApproximateNumberOfMessagesVisible", "Maximum", 1, ("QueueName", $"{name}-dlq"));
        AssertAlarm(
            environment, consumer, "AWS/SQS", "ApproximateAgeOfOldestMessage", "Maximum", thresholds.OldestMessageSeconds,
            ("QueueName", name));
        AssertAlarm(environment, consumer, "AWS/Lambda", "Errors", "Sum", thresholds.FunctionErrors, ("FunctionName", name));
        AssertAlarm(environment, consumer, "AWS/Lambda", "Throttles", "Sum", thresholds.FunctionThrottles, ("FunctionName", name));
        Assert.All(Rules(environment, consumer), rule => AssertAlarm(
            environment, consumer, "AWS/Events", "FailedInvocations", "Sum", 1,
            ("EventBusName", $"waybill-{environment}"), ("RuleName", Name(rule))));
    }

    private void AssertAlarm(
        string environment, string consumer, string @namespace, string metric, string statistic, int threshold,
        params (string Name, string Value)[] dimensions) =>
        Stack(environment, consumer).Template.HasResourceProperties("AWS::CloudWatch::Alarm", new Dictionary<string, object>
        {
            ["Namespace"] = @namespace,
            ["MetricName"] = metric,
            ["Statistic"] = statistic,
            ["Dimensions"] = dimensions.Select(d => new Dictionary<string, object> { ["Name"] = d.Name, ["Value"] = d.Value }).ToArray(),
            ["Threshold"] = threshold,
            ["ComparisonOperator"] = "GreaterThanOrEqualToThreshold",
            ["EvaluationPeriods"] = 1,
            ["TreatMissingData"] = "notBreaching",
            ["AlarmActions"] = new[] { Match.StringLikeRegexp($"^arn:aws:sns:[a-z0-9-]+:[0-9]{{12}}:waybill-{environment}-alarms$") },
        });

    private StackTemplate Stack(string environment, string consumer) => stacks.StackOf(environment, consumer);

    /// <summary>Those that hand over to the consumer's queue; the one called as the consumer comes first.</summary>
    private IEnumerable<Resource> Rules(string environment, string consumer)
    {
        var stack = Stack(environment, consumer);
        var queue = Queue(stack, environment, consumer).LogicalId;
        return stack.Of("AWS::Events::Rule").Where(rule => (string?)rule.Properties["Targets"]![0]!["Arn"]!["Fn::GetAtt"]![0] == queue)
            .OrderBy(rule => Name(rule).Length);
    }

    private static string Name(Resource rule) => (string)rule.Properties["Name"]!;

    private static IEnumerable<string> Texts(Resource rule, string key) =>
        rule.Properties["EventPattern"]![key]!.AsArray().Select(text => (string)text!);

    private static Resource Queue(StackTemplate stack, string environment, string consumer) =>
        stack.Queue($"waybill-{environment}-{consumer}");

    private static Resource DeadLetters(StackTemplate stack, string environment, string consumer) =>
        stack.Queue($"waybill-{environment}-{consumer}-dlq");

    private static int Days(int days) => days * 86_400;
}

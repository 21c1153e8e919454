using System.Text;
using System.Text.Json.Nodes;
using Waybill.EventPatterns;

namespace Waybill.Infra;

/// <summary>The log of what is put on the bus, held to what AWS asks of a rule that writes to a log group.</summary>
public sealed class PublishedLogTests(SynthesizedStacks stacks)
{
    private const string Event = """{"detail-type":"OrderCreated.v2","source":"shop.orders","detail":{}}""";
    private const string Replayed = """{"detail-type":"OrderCreated.v2","source":"shop.orders","replay-name":"again","detail":{}}""";

    [Theory]
    [MemberData(nameof(Cases.Environments), MemberType = typeof(Cases))]
    public void One_rule_hears_every_event_and_no_replay(string environment)
    {
        var pattern = EventPattern.Parse(Rule(environment).Properties["EventPattern"]!.ToJsonString());

        Assert.True(pattern.Matches(Encoding.UTF8.GetBytes(Event)));
        Assert.False(pattern.Matches(Encoding.UTF8.GetBytes(Replayed)));
    }

    /// <summary>EventBridge user guide, <c>eb-transform-target-input</c>: <c>timestamp</c> and <c>message</c>, both texts.</summary>
    [Theory]
    [MemberData(nameof(Cases.Environments), MemberType = typeof(Cases))]
    public void A_line_is_a_time_and_a_text_and_the_text_is_the_ids_as_JSON(string environment)
    {
        var input = Target(environment)["InputTransformer"]!;
        Assert.Equal(
            """
            {"eventId":"$.detail.id","eventType":"$.detail-type","source":"$.source","time":"$.time",
            "partitionKey":"$.detail.partitionkey","correlationId":"$.detail.correlationid","causationId":"$.detail.causationid"}
            """.ReplaceLineEndings(""),
            input["InputPathsMap"]!.ToJsonString());

        var template = (string)input["InputTemplate"]!;
        Assert.StartsWith("{\"timestamp\":<time>,", template, StringComparison.Ordinal);
        var line = JsonNode.Parse(template.Replace(":<time>", ":\"<time>\"", StringComparison.Ordinal))!.AsObject();
        Assert.Equal(["timestamp", "message"], line.Select(member => member.Key));
        Assert.Equal(
            """
            {"eventId":"<eventId>","eventType":"<eventType>","source":"<source>","time":"<time>",
            "partitionKey":"<partitionKey>","correlationId":"<correlationId>","causationId":"<causationId>"}
            """.ReplaceLineEndings(""),
            (string?)line["message"]);
        Assert.Equal(7, JsonNode.Parse((string)line["message"]!)!.AsObject().Count);
    }

    /// <summary>A target's ARN has no <c>:*</c>, as that of CDK's own target; with it AWS takes the target and delivers nothing.</summary>
    [Theory]
    [MemberData(nameof(Cases.Environments), MemberType = typeof(Cases))]
    public void It_writes_to_a_group_below_aws_events_and_keeps_nothing_that_it_cannot_write(string environment)
    {
        var (stack, settings) = (stacks.Stack(environment, "bus"), SynthesizedStacks.Settings(environment));

        stack.The("AWS::Logs::LogGroup", "LogGroupName", $"/aws/events/waybill-{environment}/published");
        Assert.Equal(
            $"arn:aws:logs:{settings.Region}:{settings.Account}:log-group:/aws/events/waybill-{environment}/published",
            (string?)Target(environment)["Arn"]);
        Assert.Null(Target(environment)["DeadLetterConfig"]);
        Assert.Null(Target(environment)["RoleArn"]);
        stack.The("AWS::CloudWatch::Alarm", "AlarmName", $"waybill-{environment}-Published-failed-invocations");
    }

    [Theory]
    [MemberData(nameof(Cases.Environments), MemberType = typeof(Cases))]
    public void EventBridge_may_write_there_for_this_rule_and_the_policy_is_there_before_the_rule(string environment)
    {
        var (stack, settings) = (stacks.Stack(environment, "bus"), SynthesizedStacks.Settings(environment));
        var policy = stack.The("AWS::Logs::ResourcePolicy", "PolicyName", $"waybill-{environment}-published");
        var place = $"{settings.Region}:{settings.Account}";

        Assert.Equal(
            """
            {"Version":"2012-10-17","Statement":[
            {"Effect":"Allow","Principal":{"Service":["events.amazonaws.com","delivery.logs.amazonaws.com"]},
            "Action":"logs:CreateLogStream",
            "Resource":"arn:aws:logs:<place>:log-group:/aws/events/waybill-<environment>/published:*"},
            {"Effect":"Allow","Principal":{"Service":["events.amazonaws.com","delivery.logs.amazonaws.com"]},
            "Action":"logs:PutLogEvents",
            "Resource":"arn:aws:logs:<place>:log-group:/aws/events/waybill-<environment>/published:*",
            "Condition":{"ArnEquals":{"aws:SourceArn":"arn:aws:events:<place>:rule/waybill-<environment>/Published"}}}]}
            """.ReplaceLineEndings("").Replace("<place>", place, StringComparison.Ordinal)
                .Replace("<environment>", environment, StringComparison.Ordinal),
            (string?)policy.Properties["PolicyDocument"]);
        Assert.Contains(policy.LogicalId, Rule(environment).Json["DependsOn"]!.AsArray().Select(id => (string?)id));
    }

    private Resource Rule(string environment) => stacks.Stack(environment, "bus").Rule("Published");

    private JsonNode Target(string environment) => Assert.Single(Rule(environment).Properties["Targets"]!.AsArray())!;
}

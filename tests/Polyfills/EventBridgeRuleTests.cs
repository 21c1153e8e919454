using Amazon.EventBridge;

namespace Waybill.Polyfills;

/// <summary>What an operator reads of buses, rules and targets; answers are those of the API reference, with every member.</summary>
public sealed class EventBridgeRuleTests
{
    private const string Arn = "arn:aws:events:eu-west-1:123456789012:";

    private static readonly DateTime Time = new(2026, 11, 28, 8, 26, 0, 123, DateTimeKind.Utc);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lists_buses()
    {
        await using var server = await LoopbackServer.StartAsync(Reply.Ok($$"""
            {"EventBuses":[{"Arn":"{{Arn}}event-bus/shop","Name":"shop","Description":"d","Policy":"{}","CreationTime":1795854360.123,
                            "LastModifiedTime":1795854360.123}],"NextToken":"next"}
            """));
        using var client = Client(server);

        var buses = await server.CallAsync(
            client.ListEventBusesAsync(new() { NamePrefix = "s", Limit = 5, NextToken = "t" }, Cancelled),
            "AWSEvents.ListEventBuses", """{"NamePrefix":"s","Limit":5,"NextToken":"t"}""");

        var bus = Assert.Single(buses.Filled().EventBuses!);
        Assert.Equal(("shop", Time), (bus.Name, bus.CreationTime));
    }

    [Fact]
    public async Task Describes_a_rule()
    {
        await using var server = await LoopbackServer.StartAsync(Reply.Ok($$"""
            {"Arn":"{{Arn}}rule/shop/r","CreatedBy":"123456789012","Description":"d","EventBusName":"shop","EventPattern":"{}",
             "ManagedBy":"events.amazonaws.com","Name":"r","RoleArn":"role","ScheduleExpression":"rate(1 day)","State":"ENABLED"}
            """));
        using var client = Client(server);

        var rule = await server.CallAsync(
            client.DescribeRuleAsync(new() { EventBusName = "shop", Name = "r" }, Cancelled),
            "AWSEvents.DescribeRule", """{"EventBusName":"shop","Name":"r"}""");

        Assert.Equal(("r", RuleState.ENABLED), (rule.Filled().Name, rule.State));
    }

    [Fact]
    public async Task Lists_rules_by_prefix_and_by_target()
    {
        await using var server = await LoopbackServer.StartAsync(
            Reply.Ok("""
                {"Rules":[{"Arn":"a","Description":"d","EventBusName":"shop","EventPattern":"{}","ManagedBy":"m","Name":"r",
                           "RoleArn":"role","ScheduleExpression":"s","State":"SOMETHING_NEW"}],"NextToken":"next"}
                """),
            Reply.Ok("""{"RuleNames":["r"],"NextToken":"next"}"""));
        using var client = Client(server);

        var rules = await server.CallAsync(
            client.ListRulesAsync(new() { EventBusName = "shop", NamePrefix = "r", Limit = 100, NextToken = "t" }, Cancelled),
            "AWSEvents.ListRules", """{"EventBusName":"shop","NamePrefix":"r","Limit":100,"NextToken":"t"}""");
        var names = await server.CallAsync(
            client.ListRuleNamesByTargetAsync(
                new() { EventBusName = "shop", TargetArn = "queue", Limit = 100, NextToken = "t" }, Cancelled),
            "AWSEvents.ListRuleNamesByTarget", """{"EventBusName":"shop","TargetArn":"queue","Limit":100,"NextToken":"t"}""");

        Assert.Equal("SOMETHING_NEW", rules.Filled().Rules![0].State!.Value);
        Assert.Equal(["r"], names.Filled().RuleNames!);
    }

    [Fact]
    public async Task Reads_targets_whole()
    {
        await using var server = await LoopbackServer.StartAsync(Reply.Ok("""
            {"NextToken":"next","Targets":[{"Id":"Queue","Arn":"arn:aws:sqs:eu-west-1:1:q","RoleArn":"role",
              "Input":"{}","InputPath":"$.detail",
              "InputTransformer":{"InputPathsMap":{"id":"$.detail.id"},"InputTemplate":"<id>"},"SqsParameters":{"MessageGroupId":"g"},
              "DeadLetterConfig":{"Arn":"arn:aws:sqs:eu-west-1:1:dlq"},
              "RetryPolicy":{"MaximumEventAgeInSeconds":3600,"MaximumRetryAttempts":0}}]}
            """));
        using var client = Client(server);

        var targets = await server.CallAsync(
            client.ListTargetsByRuleAsync(new() { Rule = "r", Limit = 5 }, Cancelled),
            "AWSEvents.ListTargetsByRule", """{"Rule":"r","Limit":5}""");

        var target = Assert.Single(targets.Filled().Targets!);
        Assert.Equal("$.detail.id", target.InputTransformer!.InputPathsMap!["id"]);
        Assert.Equal((3600, 0), (target.RetryPolicy!.MaximumEventAgeInSeconds, target.RetryPolicy.MaximumRetryAttempts));
    }

    [Fact]
    public async Task Enables_and_disables_a_rule_whose_answer_is_empty()
    {
        await using var server = await LoopbackServer.StartAsync(Reply.Ok(""));
        using var client = Client(server);

        await server.CallAsync(
            client.EnableRuleAsync(new() { EventBusName = "shop", Name = "r" }, Cancelled),
            "AWSEvents.EnableRule", """{"EventBusName":"shop","Name":"r"}""");
        await server.CallAsync(
            client.DisableRuleAsync(new() { EventBusName = "shop", Name = "r" }, Cancelled),
            "AWSEvents.DisableRule", """{"EventBusName":"shop","Name":"r"}""");
    }

    private static AmazonEventBridgeClient Client(LoopbackServer server) => new(
        Exchange.Credentials, new AmazonEventBridgeConfig { ServiceURL = server.Url, AuthenticationRegion = "eu-west-1" });
}

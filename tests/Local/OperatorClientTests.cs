using Amazon.CloudWatch;
using Amazon.CloudWatchLogs;
using Amazon.EventBridge;
using Amazon.Lambda;
using Amazon.Runtime;

namespace Waybill.Local.Tests;

/// <summary>An operator's clients, as they are used on an account, on a running laptop.</summary>
public sealed class OperatorClientTests(RunningShop shop) : IClassFixture<RunningShop>
{
    private static readonly BasicAWSCredentials Credentials = new("developer", "x");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EventBridge_tells_of_buses_rules_and_targets_and_a_rule_is_paused()
    {
        using var client = new AmazonEventBridgeClient(Credentials, In(new AmazonEventBridgeConfig()));

        Assert.Contains("shop", (await client.ListEventBusesAsync(new(), Cancelled)).EventBuses!.Select(bus => bus.Name));
        var rules = await client.ListRulesAsync(new() { EventBusName = "shop", NamePrefix = "sample" }, Cancelled);
        Assert.Equal("sample", Assert.Single(rules.Rules!).Name);
        var target = Assert.Single(
            (await client.ListTargetsByRuleAsync(new() { EventBusName = "shop", Rule = "sample" }, Cancelled)).Targets!);
        Assert.Equal("orders", target.Id);
        var names = await client.ListRuleNamesByTargetAsync(new() { EventBusName = "shop", TargetArn = target.Arn! }, Cancelled);
        Assert.Equal(["sample"], names.RuleNames!);

        await client.DisableRuleAsync(new() { EventBusName = "shop", Name = "paused" }, Cancelled);
        var paused = await client.DescribeRuleAsync(new() { EventBusName = "shop", Name = "paused" }, Cancelled);
        Assert.Equal(RuleState.DISABLED, paused.State);
        await client.EnableRuleAsync(new() { EventBusName = "shop", Name = "paused" }, Cancelled);
        var enabled = await client.DescribeRuleAsync(new() { EventBusName = "shop", Name = "paused" }, Cancelled);
        Assert.Equal(RuleState.ENABLED, enabled.State);
    }

    [Fact]
    public async Task EventBridge_replays_an_archive()
    {
        using var client = new AmazonEventBridgeClient(Credentials, In(new AmazonEventBridgeConfig()));
        var listed = Assert.Single((await client.ListArchivesAsync(new() { NamePrefix = "orders" }, Cancelled)).Archives!);
        var archive = await client.DescribeArchiveAsync(new() { ArchiveName = listed.ArchiveName! }, Cancelled);
        var (from, to) = (new DateTime(2026, 1, 1, 0, 0, 0, 500, DateTimeKind.Utc), new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc));

        var started = await client.StartReplayAsync(
            new()
            {
                ReplayName = "again",
                EventSourceArn = archive.ArchiveArn!,
                EventStartTime = from,
                EventEndTime = to,
                Destination = new() { Arn = archive.EventSourceArn! },
            },
            Cancelled);

        var replay = await client.DescribeReplayAsync(new() { ReplayName = "again" }, Cancelled);
        Assert.Equal((started.ReplayArn, from, to), (replay.ReplayArn, replay.EventStartTime, replay.EventEndTime));
        Assert.Equal(archive.EventSourceArn, replay.Destination!.Arn);
        var replays = await client.ListReplaysAsync(new() { EventSourceArn = archive.ArchiveArn }, Cancelled);
        Assert.Equal("again", Assert.Single(replays.Replays!).ReplayName);
        await Assert.ThrowsAsync<Amazon.EventBridge.Model.ResourceNotFoundException>(
            () => client.CancelReplayAsync(new() { ReplayName = "never" }, Cancelled));
    }

    [Fact]
    public async Task Lambda_tells_of_functions_and_mappings_and_changes_both()
    {
        using var client = new AmazonLambdaClient(Credentials, In(new AmazonLambdaConfig()));

        var listed = Assert.Single((await client.ListFunctionsAsync(new() { MaxItems = 10 }, Cancelled)).Functions!);
        var function = await client.GetFunctionConfigurationAsync(new() { FunctionName = listed.FunctionArn! }, Cancelled);
        Assert.Equal(("sample", State.Active, "/aws/lambda/sample"), (
            function.FunctionName, function.State, function.LoggingConfig!.LogGroup));
        var variables = new Dictionary<string, string>(function.Environment!.Variables!, StringComparer.Ordinal) { ["ADDED"] = "1" };
        var changed = await client.UpdateFunctionConfigurationAsync(
            new() { FunctionName = "sample", Environment = new() { Variables = variables }, RevisionId = function.RevisionId }, Cancelled);
        Assert.Equal(("well", "1"), (changed.Environment!.Variables!["SAMPLE_START"], changed.Environment.Variables["ADDED"]));
        Assert.Equal("checkout", (await client.ListTagsAsync(new() { Resource = function.FunctionArn! }, Cancelled)).Tags!["team"]);

        var mappings = await client.ListEventSourceMappingsAsync(new() { FunctionName = "sample" }, Cancelled);
        var mapping = Assert.Single(mappings.EventSourceMappings!);
        Assert.Equal(["ReportBatchItemFailures"], mapping.FunctionResponseTypes!);
        var narrowed = await client.UpdateEventSourceMappingAsync(new() { UUID = mapping.UUID!, BatchSize = 5 }, Cancelled);
        Assert.Equal(5, narrowed.BatchSize);
        Assert.Equal(5, (await client.GetEventSourceMappingAsync(new() { UUID = mapping.UUID! }, Cancelled)).BatchSize);
        await Assert.ThrowsAsync<Amazon.Lambda.Model.ResourceNotFoundException>(
            () => client.GetFunctionConfigurationAsync(new() { FunctionName = "none" }, Cancelled));
    }

    [Fact]
    public async Task CloudWatch_tells_of_alarms_and_of_metrics_that_had_a_value()
    {
        using var client = new AmazonCloudWatchClient(Credentials, In(new AmazonCloudWatchConfig()));
        await PublishAsync("""{"do":"say hi"}""");

        var alarm = Assert.Single((await client.DescribeAlarmsAsync(new() { AlarmNames = ["orders-dead"] }, Cancelled)).MetricAlarms!);
        Assert.Equal(("orders-dead", 0, "orders-dlq"), (alarm.AlarmName, alarm.Threshold, alarm.Dimensions![0].Value));
        var metric = await UntilAsync(async () =>
            (await client.ListMetricsAsync(new() { Namespace = "AWS/Lambda", MetricName = "Invocations" }, Cancelled))
            .Metrics?.FirstOrDefault());
        var values = await UntilAsync(async () =>
        {
            var data = await client.GetMetricDataAsync(
                new()
                {
                    StartTime = DateTime.UnixEpoch.AddYears(50),
                    EndTime = DateTime.UnixEpoch.AddYears(90),
                    MetricDataQueries = [new() { Id = "q", MetricStat = new() { Metric = metric, Period = 60, Stat = "Sum" } }],
                },
                Cancelled);
            var result = Assert.Single(data.MetricDataResults!);
            Assert.Equal(StatusCode.Complete, result.StatusCode);
            return result.Values is { Count: > 0 } ? result : null;
        });
        Assert.Equal(values.Timestamps!.Count, values.Values!.Count);
        var refused = await Assert.ThrowsAsync<AmazonCloudWatchException>(
            () => client.DescribeAlarmsAsync(new() { MaxRecords = 0 }, Cancelled));
        Assert.Equal("ValidationError", refused.ErrorCode);
    }

    [Fact]
    public async Task CloudWatchLogs_has_what_a_function_said()
    {
        using var client = new AmazonCloudWatchLogsClient(Credentials, In(new AmazonCloudWatchLogsConfig()));
        await PublishAsync("""{"do":"say logged it"}""");

        // The group is made with the first line.
        await UntilAsync(async () => (await client.DescribeLogGroupsAsync(
            new() { LogGroupNamePrefix = "/aws/lambda/sample" }, Cancelled)).LogGroups?.FirstOrDefault());
        var line = await UntilAsync(async () =>
            (await client.FilterLogEventsAsync(
                new() { LogGroupName = "/aws/lambda/sample", FilterPattern = "\"logged it\"", StartTime = 0, Limit = 1 }, Cancelled))
            .Events?.FirstOrDefault());

        Assert.Contains("logged it", line.Message, StringComparison.Ordinal);
        Assert.InRange(line.Timestamp!.Value, 1, line.IngestionTime!.Value);
        var group = Assert.Single(
            (await client.DescribeLogGroupsAsync(new() { LogGroupNamePrefix = "/aws/lambda/sample" }, Cancelled)).LogGroups!);
        Assert.Equal(DateTimeKind.Utc, group.CreationTime!.Value.Kind);
        await Assert.ThrowsAsync<Amazon.CloudWatchLogs.Model.ResourceNotFoundException>(
            () => client.FilterLogEventsAsync(new() { LogGroupName = "none" }, Cancelled));
    }

    private async Task PublishAsync(string detail)
    {
        using var client = new AmazonEventBridgeClient(Credentials, In(new AmazonEventBridgeConfig()));
        var response = await client.PutEventsAsync(
            new() { Entries = [new() { EventBusName = "shop", Source = "shop.orders", DetailType = "Ordered", Detail = detail }] },
            Cancelled);
        Assert.Equal(0, response.FailedEntryCount);
    }

    private T In<T>(T config)
        where T : ClientConfig
    {
        config.ServiceURL = shop.Laptop.Endpoint.ToString();
        config.AuthenticationRegion = "eu-west-1";
        return config;
    }

    private static async Task<T> UntilAsync<T>(Func<Task<T?>> read)
        where T : class
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        T? found;
        while ((found = await read()) is null)
        {
            await Task.Delay(20, patience.Token);
        }

        return found;
    }
}

using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;

namespace Waybill.Polyfills;

/// <summary>What an operator reads of CloudWatch; answers are those of the API reference, with every member.</summary>
public sealed class CloudWatchClientTests
{
    private const string Target = "GraniteServiceVersion20100801.";

    private static readonly DateTime Time = new(2026, 11, 28, 8, 26, 0, DateTimeKind.Utc);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gets_metric_data_as_signed_aws_json()
    {
        await using var server = await LoopbackServer.StartAsync(Reply.Ok("""
            {"Messages":[{"Code":"c","Value":"v"}],"NextToken":"next","MetricDataResults":[{"Id":"q","Label":"l",
             "Messages":[{"Code":"c","Value":"v"}],"StatusCode":"PartialData","Timestamps":[1795854360,1795854420.0],"Values":[1,"NaN"]}]}
            """));
        using var client = Client(server);

        var data = await client.GetMetricDataAsync(
            new()
            {
                StartTime = Time,
                EndTime = Time.AddHours(1),
                ScanBy = ScanBy.TimestampAscending,
                MaxDatapoints = 500,
                NextToken = "t",
                MetricDataQueries =
                [
                    new() { Id = "q", ReturnData = false, MetricStat = new() { Metric = Oldest, Period = 60, Stat = "Maximum" } },
                    new() { Id = "e", Expression = "q * 2", Label = "l", Period = 60 },
                ],
            },
            Cancelled);

        var result = Assert.Single(data.Filled().MetricDataResults!);
        Assert.Equal(("q", StatusCode.PartialData), (result.Id, result.StatusCode));
        Assert.Equal([Time, Time.AddMinutes(1)], result.Timestamps!);
        Assert.Equal([1, double.NaN], result.Values!);
        Assert.True(server.Requests.TryRead(out var request));
        Assert.Equal("application/x-amz-json-1.0", request.Headers["Content-Type"]);
        Assert.Contains("/eu-west-1/monitoring/aws4_request", request.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Equal(Target + "GetMetricData", request.Headers["X-Amz-Target"]);
        Exchange.AssertJson(
            """
            {"StartTime":1795854360,"EndTime":1795857960,"ScanBy":"TimestampAscending","MaxDatapoints":500,"NextToken":"t",
             "MetricDataQueries":[
               {"Id":"q","ReturnData":false,"MetricStat":{"Period":60,"Stat":"Maximum","Metric":{"Namespace":"AWS/SQS",
                "MetricName":"ApproximateAgeOfOldestMessage","Dimensions":[{"Name":"QueueName","Value":"orders"}]}}},
               {"Id":"e","Expression":"q * 2","Label":"l","Period":60}]}
            """,
            request.Body);
    }

    [Fact]
    public async Task Describes_metric_alarms_and_composite_alarms()
    {
        await using var server = await LoopbackServer.StartAsync(Reply.Ok("""
            {"NextToken":"next",
             "MetricAlarms":[{"ActionsEnabled":true,"AlarmArn":"a","AlarmDescription":"d","AlarmName":"orders-dead",
               "Dimensions":[{"Name":"QueueName","Value":"orders-dlq"}],"MetricName":"m","Namespace":"AWS/SQS","StateReason":"r",
               "StateUpdatedTimestamp":1795854360,"StateValue":"ALARM","Threshold":0.5,"StateReasonData":"{}"}],
             "CompositeAlarms":[{"ActionsEnabled":true,"AlarmArn":"a","AlarmDescription":"d","AlarmName":"any","AlarmRule":"ALARM(x)",
               "StateReason":"r","StateUpdatedTimestamp":1795854360,"StateValue":"INSUFFICIENT_DATA"}]}
            """));
        using var client = Client(server);

        var alarms = await server.CallAsync(
            client.DescribeAlarmsAsync(
                new() { AlarmNamePrefix = "orders", AlarmTypes = [AlarmType.MetricAlarm, AlarmType.CompositeAlarm], MaxRecords = 100 },
                Cancelled),
            Target + "DescribeAlarms",
            """{"AlarmNamePrefix":"orders","AlarmTypes":["MetricAlarm","CompositeAlarm"],"MaxRecords":100}""");
        await server.CallAsync(
            client.DescribeAlarmsAsync(new() { AlarmNames = ["any"], StateValue = StateValue.ALARM, NextToken = "t" }, Cancelled),
            Target + "DescribeAlarms", """{"AlarmNames":["any"],"StateValue":"ALARM","NextToken":"t"}""");

        var alarm = Assert.Single(alarms.Filled().MetricAlarms!);
        Assert.Equal(
            ("orders-dead", StateValue.ALARM, Time, 0.5),
            (alarm.AlarmName, alarm.StateValue, alarm.StateUpdatedTimestamp, alarm.Threshold));
        Assert.Equal(StateValue.INSUFFICIENT_DATA, Assert.Single(alarms.CompositeAlarms!).StateValue);
    }

    [Fact]
    public async Task Describes_what_happened_to_alarms()
    {
        await using var server = await LoopbackServer.StartAsync(Reply.Ok("""
            {"NextToken":"next",
             "AlarmHistoryItems":[{"AlarmName":"orders-dead","AlarmType":"MetricAlarm","HistoryData":"{}","HistoryItemType":"StateUpdate",
               "HistorySummary":"Alarm updated from OK to ALARM","Timestamp":1795854360,"AlarmContributorId":"c"}]}
            """));
        using var client = Client(server);

        var history = await server.CallAsync(
            client.DescribeAlarmHistoryAsync(
                new()
                {
                    AlarmName = "orders-dead",
                    AlarmTypes = [AlarmType.MetricAlarm],
                    HistoryItemType = HistoryItemType.StateUpdate,
                    StartDate = Time,
                    EndDate = Time.AddHours(1),
                    ScanBy = ScanBy.TimestampDescending,
                    MaxRecords = 100,
                    NextToken = "t",
                },
                Cancelled),
            Target + "DescribeAlarmHistory",
            """
            {"AlarmName":"orders-dead","AlarmTypes":["MetricAlarm"],"HistoryItemType":"StateUpdate","StartDate":1795854360,
             "EndDate":1795857960,"ScanBy":"TimestampDescending","MaxRecords":100,"NextToken":"t"}
            """);

        var item = Assert.Single(history.Filled().AlarmHistoryItems!);
        Assert.Equal(("orders-dead", HistoryItemType.StateUpdate, Time), (item.AlarmName, item.HistoryItemType, item.Timestamp));
    }

    [Fact]
    public async Task Lists_metrics()
    {
        await using var server = await LoopbackServer.StartAsync(Reply.Ok("""
            {"Metrics":[{"Namespace":"AWS/SQS","MetricName":"m","Dimensions":[{"Name":"QueueName","Value":"orders"}]}],"NextToken":"next"}
            """));
        using var client = Client(server);

        var metrics = await server.CallAsync(
            client.ListMetricsAsync(
                new() { Namespace = "AWS/SQS", MetricName = "m", Dimensions = [new() { Name = "QueueName" }], NextToken = "t" }, Cancelled),
            Target + "ListMetrics",
            """{"Namespace":"AWS/SQS","MetricName":"m","Dimensions":[{"Name":"QueueName"}],"NextToken":"t"}""");

        Assert.Equal("orders", Assert.Single(metrics.Filled().Metrics!).Dimensions![0].Value);
    }

    private static Metric Oldest => new()
    {
        Namespace = "AWS/SQS",
        MetricName = "ApproximateAgeOfOldestMessage",
        Dimensions = [new() { Name = "QueueName", Value = "orders" }],
    };

    private static AmazonCloudWatchClient Client(LoopbackServer server) => new(
        Exchange.Credentials, new AmazonCloudWatchConfig { ServiceURL = server.Url, AuthenticationRegion = "eu-west-1" });
}

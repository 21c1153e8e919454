using Amazon.CloudWatchLogs;

namespace Waybill.Polyfills;

/// <summary>What an operator reads of CloudWatch Logs; answers are those of the API reference, with every member.</summary>
public sealed class CloudWatchLogsClientTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Filters_log_events_as_signed_aws_json()
    {
        await using var server = await LoopbackServer.StartAsync(Reply.Ok("""
            {"events":[{"eventId":"e","ingestionTime":1795854360999,"logStreamName":"s","message":"it broke","timestamp":1795854360123}],
             "nextToken":"next","searchedLogStreams":[]}
            """));
        using var client = Client(server);

        var events = await client.FilterLogEventsAsync(
            new()
            {
                LogGroupName = "/aws/lambda/sample",
                LogStreamNamePrefix = "2026",
                FilterPattern = "ERROR",
                StartTime = 1795854360123,
                EndTime = 1795857960123,
                Limit = 100,
                NextToken = "t",
            },
            Cancelled);

        var first = Assert.Single(events.Filled().Events!);
        Assert.Equal((1795854360123, 1795854360999, "it broke"), (first.Timestamp, first.IngestionTime, first.Message));
        Assert.True(server.Requests.TryRead(out var request));
        Assert.Equal("application/x-amz-json-1.1", request.Headers["Content-Type"]);
        Assert.Contains("/eu-west-1/logs/aws4_request", request.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Equal("Logs_20140328.FilterLogEvents", request.Headers["X-Amz-Target"]);
        Exchange.AssertJson(
            """
            {"logGroupName":"/aws/lambda/sample","logStreamNamePrefix":"2026","filterPattern":"ERROR","startTime":1795854360123,
             "endTime":1795857960123,"limit":100,"nextToken":"t"}
            """,
            request.Body);
    }

    [Fact]
    public async Task Describes_log_groups()
    {
        await using var server = await LoopbackServer.StartAsync(Reply.Ok("""
            {"logGroups":[{"arn":"a","creationTime":1795854360123,"logGroupName":"/aws/lambda/sample","retentionInDays":30}],
             "nextToken":"next"}
            """));
        using var client = Client(server);

        var groups = await server.CallAsync(
            client.DescribeLogGroupsAsync(new() { LogGroupNamePrefix = "/aws/lambda/", Limit = 50, NextToken = "t" }, Cancelled),
            "Logs_20140328.DescribeLogGroups", """{"logGroupNamePrefix":"/aws/lambda/","limit":50,"nextToken":"t"}""");

        var group = Assert.Single(groups.Filled().LogGroups!);
        Assert.Equal(("/aws/lambda/sample", 30), (group.LogGroupName, group.RetentionInDays));
        Assert.Equal(new DateTime(2026, 11, 28, 8, 26, 0, 123, DateTimeKind.Utc), group.CreationTime);
    }

    private static AmazonCloudWatchLogsClient Client(LoopbackServer server) => new(
        Exchange.Credentials, new AmazonCloudWatchLogsConfig { ServiceURL = server.Url, AuthenticationRegion = "eu-west-1" });
}

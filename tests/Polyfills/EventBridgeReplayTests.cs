using Amazon.EventBridge;

namespace Waybill.Polyfills;

/// <summary>What an operator asks of archives and replays; answers are those of the API reference, with every member.</summary>
public sealed class EventBridgeReplayTests
{
    private static readonly DateTime Time = new(2026, 11, 28, 8, 26, 0, 123, DateTimeKind.Utc);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lists_and_describes_archives()
    {
        const string Archive = """
            "ArchiveName":"all","CreationTime":1795854360.123,"EventCount":5000000000,"EventSourceArn":"bus","RetentionDays":30,
            "SizeBytes":6000000000,"State":"ENABLED","StateReason":"r"
            """;
        await using var server = await LoopbackServer.StartAsync(
            Reply.Ok($$"""{"Archives":[{ {{Archive}} }],"NextToken":"next"}"""),
            Reply.Ok($$"""{"ArchiveArn":"a","Description":"d","EventPattern":"{}",{{Archive}}}"""));
        using var client = Client(server);

        var archives = await server.CallAsync(
            client.ListArchivesAsync(new() { EventSourceArn = "bus", Limit = 5, NextToken = "t" }, Cancelled),
            "AWSEvents.ListArchives", """{"EventSourceArn":"bus","Limit":5,"NextToken":"t"}""");
        var archive = await server.CallAsync(
            client.DescribeArchiveAsync(new() { ArchiveName = "all" }, Cancelled),
            "AWSEvents.DescribeArchive", """{"ArchiveName":"all"}""");

        var listed = Assert.Single(archives.Filled().Archives!);
        Assert.Equal((5_000_000_000, ArchiveState.ENABLED), (listed.EventCount, listed.State));
        Assert.Equal((30, Time), (archive.Filled().RetentionDays, archive.CreationTime));
    }

    [Fact]
    public async Task Starts_a_replay_of_a_span_of_time_to_chosen_rules()
    {
        await using var server = await LoopbackServer.StartAsync(
            Reply.Ok("""{"ReplayArn":"r","ReplayStartTime":1795854360.123,"State":"STARTING","StateReason":"r"}"""));
        using var client = Client(server);

        var replay = await server.CallAsync(
            client.StartReplayAsync(
                new()
                {
                    ReplayName = "again",
                    Description = "d",
                    EventSourceArn = "archive",
                    EventStartTime = Time,
                    EventEndTime = Time.AddHours(1),
                    Destination = new() { Arn = "bus", FilterArns = ["rule"] },
                },
                Cancelled),
            "AWSEvents.StartReplay",
            """
            {"ReplayName":"again","Description":"d","EventSourceArn":"archive","EventStartTime":1795854360.123,
             "EventEndTime":1795857960.123,"Destination":{"Arn":"bus","FilterArns":["rule"]}}
            """);

        Assert.Equal((ReplayState.STARTING, Time), (replay.Filled().State, replay.ReplayStartTime));
    }

    [Fact]
    public async Task Lists_describes_and_cancels_replays()
    {
        const string Replay = """
            "EventEndTime":1795854360.123,"EventLastReplayedTime":1795854360.123,"EventSourceArn":"archive","EventStartTime":1795854360.123,
            "ReplayEndTime":1795854360.123,"ReplayName":"again","ReplayStartTime":1795854360.123,"State":"RUNNING","StateReason":"r"
            """;
        await using var server = await LoopbackServer.StartAsync(
            Reply.Ok($$"""{"Replays":[{ {{Replay}} }],"NextToken":"next"}"""),
            Reply.Ok($$"""{"ReplayArn":"a","Description":"d","Destination":{"Arn":"bus","FilterArns":["rule"]},{{Replay}}}"""),
            Reply.Ok("""{"ReplayArn":"a","State":"CANCELLING","StateReason":"r"}"""));
        using var client = Client(server);

        var replays = await server.CallAsync(
            client.ListReplaysAsync(new() { State = ReplayState.RUNNING, Limit = 5, NextToken = "t" }, Cancelled),
            "AWSEvents.ListReplays", """{"State":"RUNNING","Limit":5,"NextToken":"t"}""");
        var replay = await server.CallAsync(
            client.DescribeReplayAsync(new() { ReplayName = "again" }, Cancelled),
            "AWSEvents.DescribeReplay", """{"ReplayName":"again"}""");
        var cancelled = await server.CallAsync(
            client.CancelReplayAsync(new() { ReplayName = "again" }, Cancelled),
            "AWSEvents.CancelReplay", """{"ReplayName":"again"}""");

        var listed = Assert.Single(replays.Filled().Replays!);
        Assert.Equal((ReplayState.RUNNING, Time), (listed.State, listed.EventLastReplayedTime));
        Assert.Equal("rule", Assert.Single(replay.Filled().Destination!.FilterArns!));
        Assert.Equal(ReplayState.CANCELLING, cancelled.Filled().State);
    }

    private static AmazonEventBridgeClient Client(LoopbackServer server) => new(
        Exchange.Credentials, new AmazonEventBridgeConfig { ServiceURL = server.Url, AuthenticationRegion = "eu-west-1" });
}

using Amazon.EventBridge;
using Amazon.EventBridge.Model;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Endpoints;

public sealed class ReplayPermissionTests
{
    private const string Action = "events:StartReplay";

    private static readonly string[] Needed = ["archive/all", "event-bus/shop", "replay/again"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Service Authorization Reference, Amazon EventBridge: StartReplay needs all three.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_replay_is_started_by_whom_its_archive_its_bus_and_its_own_name_are_allowed(int missing)
    {
        var denied = Assert.IsType<AmazonEventBridgeException>(
            await StartAsync([.. Needed.Where((_, i) => i != missing)]), exactMatch: false);

        Assert.Equal("AccessDeniedException", denied.ErrorCode);
        Assert.Contains($"{Action} on resource: {TestCloud.Arn("events", Needed[missing])}. ", denied.Message, StringComparison.Ordinal);
        Assert.Null(await StartAsync(Needed));
    }

    private static async Task<Exception?> StartAsync(string[] allowed)
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model(
            rolePolicy: [.. allowed.Select(resource => TestCloud.Allow(Action, TestCloud.Arn("events", resource)))]));
        using var function = laptop.EventBridge("LOCAL" + TestCloud.FunctionName);
        return await Record.ExceptionAsync(() => function.StartReplayAsync(
            new StartReplayRequest
            {
                ReplayName = "again",
                EventSourceArn = TestCloud.Arn("events", "archive/all"),
                EventStartTime = DateTime.UnixEpoch,
                EventEndTime = DateTime.UnixEpoch.AddHours(1),
                Destination = new ReplayDestination { Arn = TestCloud.BusArn },
            },
            Cancelled));
    }
}

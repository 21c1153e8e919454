using System.Text.Json.Nodes;

namespace Waybill.Shop.Tests.Operating;

/// <summary>Nights on which the account itself, here a laptop's, is killed in the middle of what was typed.</summary>
[Collection(WaybillProcess.UpInTheCheckout)]
public sealed class KilledRunnerNights
{
    private const string Bus = "waybill-dev";

    private const int Heard = 200;
    private const int Unheard = 20_000;

    public static bool IsLinux => OperatingSystem.IsLinux();

    [Fact(SkipUnless = nameof(IsLinux), Skip = "Looks for processes in /proc.")]
    public async Task A_runner_killed_in_the_middle_of_a_redrive_loses_no_letter_and_does_nothing_twice()
    {
        const string Consumer = "IssueContracts";
        string[] orders = [.. Enumerable.Range(0, 30).Select(order => $"9001{order:00}")];
        await using var runner = await Runner.StartAsync();
        var onCall = new OnCall(runner.Aws);
        var night = new Night(onCall, "The runner is killed in the middle of a redrive");
        await onCall.HurryAsync(Consumer);
        await onCall.TypeAsync("standin", "contracts", "down");
        await runner.PlayAsync(Days.Orders(500, orders));
        await onCall.DeadAsync(Consumer, orders.Length);
        await onCall.TypeAsync("standin", "contracts", "ok");
        // What is handled is not to be seen, and counted, a second time meanwhile; what is in hand at the kill is to come back soon.
        await onCall.SetAsync($"{Bus}-{Consumer}", "VisibilityTimeout", "20");
        night.Tell($"The provider of contracts was down, and {orders.Length} orders are dead.");
        await night.WakeAsync(Consumer, "dead-letters");
        night.Tell("In the middle of the redrive the whole runner is killed. The command ends with an error:");
        using (var redrive = night.Begin("redrive", Consumer, "--yes", "--rate", "5"))
        {
            await OnCall.UntilAsync(async () => await onCall.CountAsync($"{Bus}-{Consumer}-dlq") <= orders.Length - 10);
            await runner.KillAsync();
            Assert.Equal(1, await redrive.ExitAsync());
        }

        await runner.StartAgainAsync();
        await OnCall.UntilAsync(async () => await onCall.InFlightAsync($"{Bus}-{Consumer}-dlq") == 0);
        Assert.InRange(await onCall.CountAsync($"{Bus}-{Consumer}-dlq"), 1, orders.Length - 10);
        night.Tell(
            "It is started again on what it kept, and the same command takes the rest. What had been sent and not deleted is suppressed:");
        var redriven = await night.MendAboutAsync("redrive", Consumer, "--yes");
        await onCall.DoneAsync(Consumer);
        await onCall.DoneAsync("SendContractNotice");

        Assert.Equal(0, redriven.ExitCode);
        Assert.Equal(0, await onCall.CountAsync($"{Bus}-{Consumer}-dlq"));
        // One mail of each kind an order; one that was out when its process died may be sent once more: docs/failures.md names the window.
        var mails = (await runner.MailsAsync()).GroupBy(mail => mail.Subject, StringComparer.Ordinal).ToList();
        Assert.Equal(2 * orders.Length, mails.Count);
        Assert.All(mails, mail => Assert.InRange(mail.Count(), 1, 2));
        await night.IsToldAsync();
    }

    [Fact(SkipUnless = nameof(IsLinux), Skip = "Looks for processes in /proc.")]
    public async Task A_runner_killed_in_the_middle_of_a_replay_goes_on_with_it_and_does_nothing_twice()
    {
        await using var runner = await Runner.StartAsync();
        var onCall = new OnCall(runner.Aws);
        var night = new Night(onCall, "The runner is killed in the middle of a replay");
        // What is in hand at the kill is to come back soon.
        await onCall.SetAsync($"{Bus}-TrackOrder", "VisibilityTimeout", "20");
        await PutAsync(onCall);
        await onCall.DoneAsync("TrackOrder");
        night.Tell($"TrackOrder is to be given {Heard} events again. What would that do?");
        await night.ExplainAsync("replay", "--from", "1h", "--consumer", "TrackOrder", "--dry-run");
        string name;
        night.Tell("In the middle of the replay the whole runner is killed. The command ends with an error:");
        using (var replay = night.Begin("replay", "--from", "1h", "--consumer", "TrackOrder", "--yes"))
        {
            name = await RunningReplayAsync(onCall);
            await runner.KillAsync();
            await replay.ExitAsync();
        }

        var killed = TimeProvider.System.GetUtcNow();
        await runner.StartAgainAsync();
        night.Tell(
            "It is started again on what it kept, and goes on with the replay by itself. Whoever is not sure types it once more; "
            + "what it does again changes nothing:");
        JsonNode ended = null!;
        await OnCall.UntilAsync(async () => (string?)(ended = await ReplayAsync(onCall, name))["State"] == "COMPLETED");
        Assert.True(
            DateTimeOffset.FromUnixTimeMilliseconds((long)(1000 * (double)ended["ReplayEndTime"]!)) > killed,
            "The replay had ended before it could be killed.");
        await onCall.DoneAsync("TrackOrder");
        var again = await night.MendAsync("replay", "--from", "1h", "--consumer", "TrackOrder", "--yes");

        Assert.Contains("The replay ended: COMPLETED", again.Output, StringComparison.Ordinal);
        var lines = string.Join('\n', Transcript.Lines(again.Text));
        Assert.Contains($"Orders/TrackOrder  {Heard}      0", lines, StringComparison.Ordinal);
        Assert.Equal(0, again.ExitCode);
        await night.IsToldAsync();
    }

    /// <summary>Events that TrackOrder hears, with many in their middle that nobody does, so that a replay takes its time.</summary>
    private static async Task PutAsync(OnCall onCall)
    {
        await PutAsync(onCall, "shop.logistics", "DeliveryProgressed.v1", 0, Heard / 2);
        await PutAsync(onCall, "shop.inventory", "StockLevelChanged.v1", Heard / 2, Unheard);
        await PutAsync(onCall, "shop.logistics", "DeliveryProgressed.v1", (Heard / 2) + Unheard, Heard / 2);
    }

    private static Task PutAsync(OnCall onCall, string source, string type, int first, int count) => Parallel.ForEachAsync(
        Enumerable.Range(first, count).Chunk(10), TestContext.Current.CancellationToken, async (numbers, _) =>
            await onCall.Aws.PutEventsAsync(numbers.Select(number => (source, type, OnCall.Envelope(
                source, type, $"event-{number}", $"key-{number}",
                new JsonObject { ["orderId"] = $"order-{number}", ["stopsAway"] = 7, ["belowReorderPoint"] = false }).ToJsonString()))));

    /// <summary>The name of a replay that has handed over something and not all.</summary>
    private static async Task<string> RunningReplayAsync(OnCall onCall)
    {
        string? name = null;
        await OnCall.UntilAsync(async () =>
        {
            var answer = await onCall.Aws.CallAsync("AWSEvents.ListReplays", new JsonObject { ["State"] = "RUNNING" });
            name = (string?)answer["Replays"]?.AsArray().FirstOrDefault()?["ReplayName"];
            return name is not null;
        });
        return name!;
    }

    private static Task<JsonNode> ReplayAsync(OnCall onCall, string name) =>
        onCall.Aws.CallAsync("AWSEvents.DescribeReplay", new JsonObject { ["ReplayName"] = name });
}

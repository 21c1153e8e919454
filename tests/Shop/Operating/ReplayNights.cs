using System.Text.Json.Nodes;

namespace Waybill.Shop.Tests.Operating;

/// <summary>Nights on which the past is handed over again.</summary>
public sealed class ReplayNights(Templates templates)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_window_replayed_to_everyone_changes_nothing()
    {
        await using var shop = await RunningShop.OpenAsync(templates);
        var night = new Night(new OnCall(shop.Aws), "The same window for everyone");
        var before = await shop.PlayAsync(Days.Orders(500, "900021", "900022"));
        night.Tell("Nobody knows who has seen the last hour and who has not. So everybody is given it again. What would that do?");
        var plan = await night.ExplainAsync("replay", "--from", "1h", "--dry-run");
        night.Tell("Whoever remembers would suppress everything, and does; what TrackOrder does again changes nothing:");
        var replayed = await night.MendAsync("replay", "--from", "1h", "--yes");

        Assert.Contains($"{before.EventsPublished} events:", plan.Output, StringComparison.Ordinal);
        Assert.Contains("The replay ended: COMPLETED", replayed.Output, StringComparison.Ordinal);
        Assert.Equal(0, replayed.ExitCode);
        Assert.Equal(before.MailsSent, (await shop.Client.MailsAsync(Cancelled)).Count);
        var after = await shop.PlayAsync(Days.Orders(500, "900021", "900022"));
        Assert.Equal(
            (before.ContractsIssued, before.ContractsCancelled, before.Reorders, before.MailsSent),
            (after.ContractsIssued, after.ContractsCancelled, after.Reorders, after.MailsSent));
        await night.IsToldAsync();
    }

    [Fact]
    public async Task A_consumer_that_listened_too_late_is_given_the_past()
    {
        await using var shop = await RunningShop.OpenAsync(templates);
        var night = new Night(new OnCall(shop.Aws), "A consumer that listened too late");
        var rule = new JsonObject { ["Name"] = "TrackOrder", ["EventBusName"] = "waybill-dev" };
        await shop.CallAsync("AWSEvents.DisableRule", rule);
        await shop.PlayAsync(Days.OneOrder("900023"));
        await shop.CallAsync("AWSEvents.EnableRule", rule.DeepClone().AsObject());
        night.Tell("A consumer's rule is switched on an hour late. What did it miss?");
        var plan = await night.ExplainAsync("replay", "--from", "1h", "--consumer", "TrackOrder", "--dry-run");
        night.Tell("It is given what it never saw:");
        var replayed = await night.MendAsync("replay", "--from", "1h", "--consumer", "TrackOrder", "--yes");

        Assert.Contains("Orders/TrackOrder saw none of them at the time", plan.Output, StringComparison.Ordinal);
        Assert.Contains("Orders/TrackOrder  1        0", string.Join('\n', Transcript.Lines(replayed.Text)), StringComparison.Ordinal);
        Assert.Equal(0, replayed.ExitCode);
        Assert.Single(await shop.Client.MailsAsync(Cancelled));
        await night.IsToldAsync();
    }
}

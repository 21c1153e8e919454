using System.Text.Json.Nodes;

namespace Waybill.Shop.Tests.Operating;

/// <summary>Nights on which a consumer is handed nothing.</summary>
public sealed class StandstillNights(Templates templates)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_warehouse_is_down_for_hours_and_picks_up_where_it_left_off()
    {
        // What happens in this shop happens three hours ago; opened again, its clock is everybody's.
        await using var shop = await RunningShop.OpenAsync(templates.Folder, new ThreeHoursAgo());
        var onCall = new OnCall(shop.Aws);
        var night = new Night(onCall, "The warehouse is down for hours");
        await onCall.CalmAsync("ReorderStock");
        await onCall.TypeAsync("pause", "ReorderStock");
        string[] skus = ["short-1", "short-2", "short-3"];
        foreach (var sku in skus)
        {
            await onCall.EventAsync("shop.inventory", "StockLevelChanged.v1", $"level-{sku}", sku, Shortage(sku));
        }

        await OnCall.UntilAsync(async () => await onCall.CountAsync("waybill-dev-ReorderStock") == skus.Length);
        await shop.ReopenAsync();
        night.Tell("For the warehouse's maintenance its consumer was paused, and it was forgotten. Three products run short meanwhile.");
        var explained = await night.WakeAsync("ReorderStock", "oldest-message");
        var mended = await night.MendAsync("resume", "ReorderStock");
        await onCall.DoneAsync("ReorderStock");

        Assert.Contains("paused", explained, StringComparison.Ordinal);
        Assert.Contains("3 h", explained, StringComparison.Ordinal);
        Assert.Equal(0, mended.ExitCode);
        Assert.Equal(0, await onCall.CountAsync("waybill-dev-ReorderStock-dlq"));
        var reordered = new List<string>();
        await foreach (var envelope in shop.Client.EventsAsync("ReorderPlaced.v1", Cancelled))
        {
            reordered.Add(envelope.GetProperty("detail").GetProperty("data").GetProperty("sku").GetString()!);
        }

        Assert.Equal(skus, reordered.Order(StringComparer.Ordinal));
        await night.IsToldAsync();
    }

    [Fact]
    public async Task What_is_redriven_into_a_paused_consumer_waits_until_it_is_resumed()
    {
        await using var shop = await RunningShop.OpenAsync(templates);
        var onCall = new OnCall(shop.Aws);
        var night = new Night(onCall, "A redrive into a consumer that is paused");
        await onCall.HurryAsync("IssueContracts");
        await onCall.TypeAsync("standin", "contracts", "down");
        await shop.PlayAsync(Days.OneOrder("900003", price: 500));
        await onCall.DeadAsync("IssueContracts", 1);
        await onCall.TypeAsync("standin", "contracts", "ok");
        await onCall.CalmAsync("IssueContracts");
        var paused = await onCall.TypeAsync("pause", "IssueContracts");
        night.Tell("While the provider of contracts was down, somebody paused its consumer. The provider is back, the consumer is not.");
        await night.WakeAsync("IssueContracts", "dead-letters");
        var redriven = await night.MendAsync("redrive", "IssueContracts", "--yes");
        var waiting = await onCall.CountAsync("waybill-dev-IssueContracts");
        var resumed = await night.MendAsync("resume", "IssueContracts");
        await onCall.DoneAsync("IssueContracts");

        Assert.Contains("Contracts/IssueContracts is paused", paused.Output, StringComparison.Ordinal);
        Assert.Contains(
            "It is paused: they will wait until ./waybill resume Contracts/IssueContracts", redriven.Output, StringComparison.Ordinal);
        Assert.Contains("1 waiting", redriven.Output, StringComparison.Ordinal);
        Assert.Equal(2, redriven.ExitCode);
        Assert.Equal(1, waiting);
        Assert.Contains("goes on: ", resumed.Output, StringComparison.Ordinal);
        Assert.Equal(0, await onCall.CountAsync("waybill-dev-IssueContracts-dlq"));
        await night.IsToldAsync();
    }

    /// <summary>What is said of a product that has just run short.</summary>
    internal static JsonObject Shortage(string sku) =>
        new() { ["sku"] = sku, ["onHand"] = 1, ["belowReorderPoint"] = true, ["reorderQuantity"] = 10, ["shortage"] = 1 };

    private sealed class ThreeHoursAgo : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - TimeSpan.FromHours(3);
    }
}

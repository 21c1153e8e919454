using Amazon.DynamoDBv2.Model;

namespace Waybill.Shop.Tests.Operating;

/// <summary><c>waybill rebuild</c> of the order timeline, at a running shop.</summary>
public sealed class RebuildTests(Templates templates)
{
    private const string Blue = "waybill-dev-orders-timelines-blue";
    private const string Green = "waybill-dev-orders-timelines-green";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_order_timeline_is_rebuilt_under_live_traffic_and_nothing_is_missed_and_nothing_is_there_twice()
    {
        const int Past = 30;
        await using var night = await OnCall.OpenAsync(templates);
        for (var order = 0; order < Past; order++)
        {
            await night.OrderAsync($"past-{order}");
        }

        await OnCall.UntilAsync(async () => (await ItemsAsync(night, Blue)).Count == Past);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var traffic = TrafficAsync(night, over.Token);
        var (code, rebuilt) = await night.TypeAsync("rebuild", "TrackOrder", "--from", "1h", "--yes");
        await over.CancelAsync();
        var live = await traffic;

        Assert.True(code == 0, rebuilt);
        Assert.Contains("Orders/TrackOrder is at version ", rebuilt, StringComparison.Ordinal);
        Assert.Contains("\"TrackOrder\": { \"tables\": \"green\", \"version\": \"", rebuilt, StringComparison.Ordinal);
        Assert.True(live > 0, "no event was published meanwhile");
        await OnCall.UntilAsync(async () => (await ItemsAsync(night, Green)).Count == Past + live);
        Assert.Distinct(await ItemsAsync(night, Green));
        Assert.InRange((await ItemsAsync(night, Blue)).Count, Past, Past + live);
    }

    [Fact]
    public async Task The_version_before_is_kept_until_it_is_dropped_and_is_a_way_back_until_then()
    {
        await using var night = await OnCall.OpenAsync(templates);
        await night.OrderAsync("first");
        await OnCall.UntilAsync(async () => (await ItemsAsync(night, Blue)).Count == 1);

        await night.TypeAsync("rebuild", "TrackOrder", "--from", "1h", "--yes");
        await night.OrderAsync("second");
        await OnCall.UntilAsync(async () => (await ItemsAsync(night, Green)).Count == 2);
        var (_, again) = await night.TypeAsync("rebuild", "TrackOrder", "--from", "1h", "--yes");
        var (back, went) = await night.TypeAsync("rebuild", "TrackOrder", "--back", "--yes");
        await OnCall.UntilAsync(async () => (await ItemsAsync(night, Blue)).Count == 2);
        var (_, nowhere) = await night.TypeAsync("rebuild", "TrackOrder", "--back", "--yes");
        var (dropped, drop) = await night.TypeAsync("rebuild", "TrackOrder", "--drop-old", "--yes");
        var (_, nothing) = await night.TypeAsync("rebuild", "TrackOrder", "--drop-old", "--yes");
        var (code, rebuilt) = await night.TypeAsync("rebuild", "TrackOrder", "--from", "1h", "--yes");

        Assert.Contains("The idle tables of Orders/TrackOrder are not empty", again, StringComparison.Ordinal);
        Assert.True(back == 0, went);
        Assert.Contains("has no version to go back to", nowhere, StringComparison.Ordinal);
        Assert.True(dropped == 0, drop);
        Assert.Contains("there is nothing to drop", nothing, StringComparison.Ordinal);
        Assert.True(code == 0, rebuilt);
        Assert.Equal(2, (await ItemsAsync(night, Green)).Count);
    }

    [Fact]
    public async Task A_rebuild_that_was_killed_in_the_middle_goes_on()
    {
        await using var night = await OnCall.OpenAsync(templates);
        await night.OrderAsync("first");
        await OnCall.UntilAsync(async () => (await ItemsAsync(night, Blue)).Count == 1);
        using (var killed = night.Start("rebuild", "TrackOrder", "--from", "1h", "--yes"))
        {
            await killed.SeesAsync("writes version");
            killed.Kill();
            await killed.ExitAsync();
        }

        var (_, drop) = await night.TypeAsync("rebuild", "TrackOrder", "--drop-old", "--yes");
        var (_, plan) = await night.TypeAsync("rebuild", "TrackOrder", "--dry-run");
        var (code, rebuilt) = await night.TypeAsync("rebuild", "TrackOrder", "--yes");

        Assert.Contains("A rebuild of Orders/TrackOrder is under way", drop, StringComparison.Ordinal);
        Assert.Contains("goes on with what was begun", plan, StringComparison.Ordinal);
        Assert.True(code == 0, rebuilt);
        Assert.Single(await ItemsAsync(night, Green));
    }

    [Theory]
    [InlineData("keeps no projection that could be rebuilt; these do: Orders/TrackOrder", "SendOrderConfirmation", "--from", "1h")]
    [InlineData("--from is missing", "TrackOrder")]
    [InlineData("give one of them", "TrackOrder", "--from", "1h", "--back")]
    [InlineData("has no version to go back to", "TrackOrder", "--back", "--yes")]
    public async Task What_cannot_be_rebuilt_is_one_sentence(string message, params string[] words)
    {
        await using var night = await OnCall.OpenAsync(templates);

        var (code, output) = await night.TypeAsync(["rebuild", .. words]);

        Assert.Contains(message, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        Assert.Equal(1, code);
    }

    /// <summary>Publishes an order after the other until it is over.</summary>
    /// <returns>How many.</returns>
    private static async Task<int> TrafficAsync(OnCall night, CancellationToken over)
    {
        var count = 0;
        while (!over.IsCancellationRequested)
        {
            await night.OrderAsync($"live-{count++}");
            await Task.Delay(50, CancellationToken.None);
        }

        return count;
    }

    private static async Task<List<string>> ItemsAsync(OnCall night, string table)
    {
        using var account = night.Aws.Account();
        var pages = account.DynamoDb.Paginators.Scan(new ScanRequest { TableName = table, ConsistentRead = true });
        return await pages.Responses.SelectMany(page => page.Items.Select(item => item["entry"].S)).ToListAsync(Cancelled);
    }
}

namespace Waybill.Shop.Tests.Operating;

/// <summary><c>waybill explain</c> of an event that is still on its way.</summary>
public sealed class ExplainTests(Templates templates)
{
    [Fact]
    public async Task An_event_on_its_way_is_explained_by_its_source_and_type_and_where_it_is_now()
    {
        await using var night = await OnCall.OpenAsync(templates);
        await night.TypeAsync("pause", "TrackOrder");
        await night.OrderAsync("unknown-1", "waits-1");
        // Until the bus has logged it.
        await OnCall.UntilAsync(async () => (await night.TypeAsync("trace", "waits-1")).ExitCode == 0);

        var (code, explained) = await night.TypeAsync("explain", "waits-1");
        var (_, json) = await night.TypeAsync("explain", "waits-1", "--rule", "ReorderStock", "--json");
        var (wrong, nothing) = await night.TypeAsync("explain", "nothing-1");

        Assert.Equal(0, code);
        Assert.Contains("match TrackOrder on waybill-dev", explained, StringComparison.Ordinal);
        Assert.Contains("no    ReorderStock on waybill-dev", explained, StringComparison.Ordinal);
        Assert.Contains("Only its source and type are known", explained, StringComparison.Ordinal);
        Assert.Contains("Orders/TrackOrder taken, nobody has reported yet, by rule TrackOrder", explained, StringComparison.Ordinal);
        Assert.Contains("it takes no OrderCreated.v2 of shop.orders", json, StringComparison.Ordinal);
        Assert.Equal(1, wrong);
        Assert.Contains("'nothing-1' is neither a file, nor the id of an event that lies dead", nothing, StringComparison.Ordinal);
    }
}

using System.Text.Json;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Endpoints;

public sealed class AdminTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Status_is_idle_only_when_nothing_waits_outside_the_dead_letter_queues()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        Assert.True((await laptop.GetAsync("/_waybill/status")).GetProperty("idle").GetBoolean());

        await laptop.Bus.PublishAsync(TestBus.Event());

        var status = await laptop.GetAsync("/_waybill/status");
        Assert.False(status.GetProperty("idle").GetBoolean());
        Assert.Equal((1, 1, 0), (Number(status, "eventsPublished"), Number(status, "eventsDelivered"), Number(status, "pendingDeliveries")));
        Assert.Equal(["confirmations", "confirmations-dlq"], status.GetProperty("queues").EnumerateArray().Select(queue => queue.GetProperty("name").GetString()));
        Assert.Equal([false, true], status.GetProperty("queues").EnumerateArray().Select(queue => queue.GetProperty("deadLetter").GetBoolean()));
        Assert.Equal(1, Number(status.GetProperty("queues")[0], "visible"));
    }

    [Fact]
    public async Task Events_come_as_one_envelope_a_line()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        await laptop.Bus.PublishAsync(TestBus.Event() with { DetailType = "A" }, TestBus.Event() with { DetailType = "B" });

        var all = await laptop.Http.GetStringAsync(new Uri("/_waybill/events", UriKind.Relative), Cancelled);
        var some = await laptop.Http.GetStringAsync(new Uri("/_waybill/events?detailType=B", UriKind.Relative), Cancelled);

        Assert.Equal(2, all.Count('\n'));
        using var one = JsonDocument.Parse(some);
        Assert.Equal("B", one.RootElement.GetProperty("detail-type").GetString());
    }

    [Fact]
    public async Task Metrics_are_sums_by_dimensions()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        await laptop.Bus.PublishAsync(TestBus.Event(), TestBus.Event());

        laptop.Bus.Router.FlushMetrics();

        Assert.Contains(laptop.Bus.Metrics, metric => metric is { Name: "MatchedEvents", Value: 2 } && metric.Dimensions["RuleName"] == "mail");
    }

    [Fact]
    public async Task Chaos_is_switched_on_and_off()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());

        await laptop.PutAsync("/_waybill/chaos", """{"duplicates":true,"seed":3}""");

        Assert.Equal("""{"duplicates":true,"reorder":false,"seed":3}""", (await laptop.GetAsync("/_waybill/chaos")).GetRawText());
    }

    private static int Number(JsonElement json, string name) => json.GetProperty(name).GetInt32();
}

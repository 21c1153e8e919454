using System.Net;
using System.Text.Json;
using Amazon.Runtime;
using Waybill.Local.Disturbances;
using Waybill.Local.Endpoints;
using Waybill.Local.Endpoints.Protocol;
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
        Assert.Equal(
            (1, 1, 0), (Number(status, "eventsPublished"), Number(status, "eventsDelivered"), Number(status, "pendingDeliveries")));
        var queues = status.GetProperty("queues").EnumerateArray().ToList();
        Assert.Equal(["confirmations", "confirmations-dlq"], queues.Select(queue => queue.GetProperty("name").GetString()));
        Assert.Equal([false, true], queues.Select(queue => queue.GetProperty("deadLetter").GetBoolean()));
        Assert.Equal(1, Number(status.GetProperty("queues")[0], "visible"));
    }

    [Fact]
    public async Task Events_come_as_one_envelope_a_line()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        const string InLines = "{\n\t\"separated\": \"by \u2028\"\r\n}";
        await laptop.Bus.PublishAsync(
            TestBus.Event() with { DetailType = "A" }, TestBus.Event() with { DetailType = "B", Detail = InLines });

        var all = await laptop.Http.GetStringAsync(new Uri("/_waybill/events", UriKind.Relative), Cancelled);
        var some = await laptop.Http.GetStringAsync(new Uri("/_waybill/events?detailType=B", UriKind.Relative), Cancelled);

        Assert.Equal(2, all.Count('\n'));
        using var one = JsonDocument.Parse(some);
        Assert.Equal("B", one.RootElement.GetProperty("detail-type").GetString());
        Assert.Equal("by \u2028", one.RootElement.GetProperty("detail").GetProperty("separated").GetString());
    }

    [Fact]
    public async Task Metrics_are_sums_by_dimensions()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        await laptop.Bus.PublishAsync(TestBus.Event(), TestBus.Event());

        laptop.Bus.Router.FlushMetrics();

        Assert.Contains(
            laptop.Bus.Metrics, metric => metric is { Name: "MatchedEvents", Value: 2 } && metric.Dimensions["RuleName"] == "mail");
    }

    [Fact]
    public async Task The_client_reads_what_the_API_says()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        using var client = new AdminClient(laptop.Address);
        await laptop.Bus.PublishAsync(TestBus.Event("""{"id":"7"}""") with { DetailType = "A" });

        var status = await client.StatusAsync(Cancelled);
        var events = await client.EventsAsync("A", Cancelled).ToListAsync(Cancelled);

        Assert.Equal((1, 1), (status.EventsPublished, status.Queues.Sum(queue => queue.Messages)));
        Assert.Equal(TestEndpoints.Programs, status.Programs);
        Assert.Equal("A", Assert.Single(events).GetProperty("detail-type").GetString());
        Assert.Contains("\"7\"", await client.EventAsync("A", "7", Cancelled), StringComparison.Ordinal);
        Assert.Null(await client.EventAsync("B", "7", Cancelled));
        Assert.Null(await client.EventAsync("A", "8", Cancelled));
        Assert.Empty(await client.MailsAsync(Cancelled));
        Assert.Empty(await client.MetricAsync("Nothing", Cancelled));
    }

    [Fact]
    public async Task Where_calls_are_to_be_signed_it_answers_who_holds_a_key_and_nobody_else()
    {
        var keys = new Dictionary<string, string>(StringComparer.Ordinal) { ["AKID"] = "secret" };
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model(), strictAuthKeys: keys);
        using var holder = new AdminClient(laptop.Address, new BasicAWSCredentials("AKID", "secret"));
        using var wrong = new AdminClient(laptop.Address, new BasicAWSCredentials("AKID", "another"));
        using var function = new AdminClient(
            laptop.Address, new BasicAWSCredentials(Callers.AccessKeyPrefix + TestCloud.FunctionName, Callers.FunctionSecret));
        using var anonymous = new AdminClient(laptop.Address);

        var disturbed = await holder.DisturbAsync(new DisturbanceRequest(DisturbanceKind.Duplicates), Cancelled);

        Assert.Equal([disturbed], laptop.Bus.Chaos.On);
        Assert.Empty(await holder.MetricAsync("Nothing", Cancelled));
        Assert.Contains("InvalidSignatureException", await RefusalAsync(wrong), StringComparison.Ordinal);
        Assert.Contains("UnrecognizedClientException", await RefusalAsync(function), StringComparison.Ordinal);
        Assert.Contains("MissingAuthenticationTokenException", await RefusalAsync(anonymous), StringComparison.Ordinal);
        Assert.EndsWith("a key of keys.json in laptop mode's data folder.", await RefusalAsync(anonymous), StringComparison.Ordinal);
        foreach (var (method, path) in (IEnumerable<(HttpMethod, string)>)[
            (HttpMethod.Get, "mails"), (HttpMethod.Get, "events"), (HttpMethod.Get, "metrics"), (HttpMethod.Get, "alarms"),
            (HttpMethod.Get, "chaos"), (HttpMethod.Put, "chaos"), (HttpMethod.Delete, "chaos"), (HttpMethod.Post, "reset"),
            (HttpMethod.Get, "other")])
        {
            Assert.Equal(HttpStatusCode.Forbidden, await laptop.StatusAsync(method, $"/_waybill/{path}"));
        }
    }

    private static async Task<string> RefusalAsync(AdminClient client) =>
        (await Assert.ThrowsAsync<LaptopAnswerException>(() => client.StatusAsync(Cancelled))).Message;

    private static int Number(JsonElement json, string name) => json.GetProperty(name).GetInt32();
}

using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Waybill.Local.Account;
using Waybill.Local.Bus.Deliveries;
using Waybill.Local.Bus.Routing;
using static Waybill.Local.Tests.Bus.Delivering;

namespace Waybill.Local.Tests.Bus;

/// <summary>What rules hand to other buses and to endpoints, and what schedules do.</summary>
public sealed class DeliveryTests
{
    private static readonly string DestinationArn = TestCloud.Arn("events", "api-destination/h/1");
    private static readonly string ConnectionArn = TestCloud.Arn("events", "connection/c/1");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Another_bus_gets_the_event_as_it_is_and_a_circle_of_rules_ends()
    {
        await using var bus = new TestBus(TestCloud.Model());
        var other = new EventBus("other", TestCloud.Arn("events", "event-bus/other"), []);
        await PutAsync(
            bus, other, Rule("there", TestCloud.BusName, other.Arn), Rule("back", "other", TestCloud.BusArn),
            Rule("queue", "other", TestCloud.QueueArn("confirmations-dlq")));

        var id = Assert.Single(await bus.PublishAsync(TestBus.Event()));

        var bodies = await bus.ReceiveAsync("confirmations-dlq");
        Assert.Equal(2, bodies.Count);
        Assert.All(bodies, body => Assert.Equal(id, JsonElement.Parse(body.Body).GetProperty("id").GetString()));
        Assert.Contains(bus.Log.Lines, line => line.Contains("has passed 5 buses", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bus_of_another_account_must_allow_it()
    {
        await using var bus = new TestBus(TestCloud.Model());
        var foreign = new EventBus("theirs", "arn:aws:events:eu-central-1:111122223333:event-bus/theirs", []);
        var queue = TestCloud.Queue("theirs") with
        {
            Arn = "arn:aws:sqs:eu-central-1:111122223333:theirs",
            Policy = [Anybody("sqs:SendMessage")],
        };
        await PutAsync(
            bus, foreign, queue,
            Rule("there", TestCloud.BusName, foreign.Arn, deadLetters: TestCloud.QueueArn("confirmations-dlq")),
            new Rule(
                "keep", "arn:aws:events:eu-central-1:111122223333:rule/theirs/keep", "theirs", """{"source":["shop.orders"]}""",
                Enabled: true, [new RuleTarget("q", queue.Arn, null, 0, TimeSpan.FromDays(1))]));

        await bus.PublishAsync(TestBus.Event());
        Assert.Equal("NO_PERMISSIONS", Assert.Single(await bus.ReceiveAsync("confirmations-dlq")).Attributes["ERROR_CODE"].Value);

        var allowed = Anybody("events:PutEvents") with { Principals = ["arn:aws:iam::123456789012:root"] };
        await PutAsync(bus, foreign with { Policy = [allowed] });
        await bus.PublishAsync(TestBus.Event());
        Assert.Equal(1, bus.Queues[queue.Arn].Depth().Visible);
    }

    [Fact]
    public async Task An_endpoint_is_called_with_its_key_and_again_until_it_answers()
    {
        var requests = new List<(string Path, string? Key, string Body)>();
        var answers = new Queue<int>([500, 429, 200]);
        await using var server = await ServeAsync(requests, answers);
        var time = new ManualTime();
        await using var bus = await WithDestinationAsync(server, time, retries: 5);
        await using var deliverer = Deliverer(bus, Endpoints(bus));

        await bus.PublishAsync(TestBus.Event());
        await AdvanceUntilAsync(time, () => requests.Count == 3);

        Assert.All(requests, request => Assert.Equal(("/hook/a%20b?q=1", "secret"), (request.Path, request.Key)));
        Assert.Equal("""{"orderId":"1"}""", JsonElement.Parse(requests[0].Body).GetProperty("detail").GetRawText());
        Assert.Equal(0, bus.Queue("confirmations-dlq").Depth().Visible);
    }

    [Fact]
    public async Task What_the_endpoint_refuses_is_a_dead_letter_at_once_and_what_fails_is_one_after_its_attempts()
    {
        var answers = new Queue<int>([400, 500, 500]);
        await using var server = await ServeAsync([], answers);
        var time = new ManualTime();
        await using var bus = await WithDestinationAsync(server, time, retries: 1);
        await using var deliverer = Deliverer(bus, Endpoints(bus));

        await bus.PublishAsync(TestBus.Event());
        await UntilAsync(() => bus.Queue("confirmations-dlq").Depth().Visible == 1);
        var refused = Assert.Single(await bus.ReceiveAsync("confirmations-dlq"));
        Assert.Equal(("ERROR_FROM_TARGET", "0"), (refused.Attributes["ERROR_CODE"].Value, refused.Attributes["RETRY_ATTEMPTS"].Value));
        Assert.False(refused.Attributes.ContainsKey("EXHAUSTED_RETRY_CONDITION"));
        await bus.DeleteAsync("confirmations-dlq", refused);

        await bus.PublishAsync(TestBus.Event());
        await AdvanceUntilAsync(time, () => bus.Queue("confirmations-dlq").Depth().Visible == 1);
        var exhausted = Assert.Single(await bus.ReceiveAsync("confirmations-dlq"));
        Assert.Equal(
            ("MaximumRetryAttempts", "1"),
            (exhausted.Attributes["EXHAUSTED_RETRY_CONDITION"].Value, exhausted.Attributes["RETRY_ATTEMPTS"].Value));
    }

    [Fact]
    public async Task A_schedule_fires_its_rule_alone()
    {
        var time = new ManualTime();
        await using var bus = new TestBus(TestCloud.Model(), time);
        await using var schedules = new Schedules(bus.Account, bus.Router, time, NullLogger<Schedules>.Instance);
        var scheduled = Rule("tick", EventBus.Default, TestCloud.QueueArn("confirmations")) with
        {
            EventPattern = null,
            ScheduleExpression = "rate(5 minutes)",
            CreatedAt = time.GetUtcNow(),
        };
        await PutAsync(bus, scheduled);

        time.Advance(TimeSpan.FromMinutes(5));
        await UntilAsync(() => bus.Queue("confirmations").Depth().Visible == 1);
        await PutAsync(bus, scheduled with { Enabled = false });
        time.Advance(TimeSpan.FromMinutes(10));

        var body = JsonElement.Parse(Assert.Single(await bus.ReceiveAsync("confirmations")).Body);
        Assert.Equal(("aws.events", "Scheduled Event"), (
            body.GetProperty("source").GetString(), body.GetProperty("detail-type").GetString()));
        Assert.Equal(scheduled.Arn, body.GetProperty("resources")[0].GetString());
    }

    private static Func<RuleDeliveries, Attempt> Endpoints(TestBus bus) =>
        deliveries => deliveries.By(new ApiDestinationTarget(bus.Account, new AllowedHosts([]), TimeProvider.System).CallAsync);

    private static async Task<TestBus> WithDestinationAsync(WebApplication server, TimeProvider time, int retries)
    {
        var bus = new TestBus(TestCloud.Model(rules: []), time);
        var rule = Rule("call", TestCloud.BusName, DestinationArn, TestCloud.QueueArn("confirmations-dlq"));
        var http = new HttpParameters(["a b"], new Dictionary<string, string>(), new Dictionary<string, string> { ["q"] = "1" });
        await PutAsync(
            bus,
            new Connection(
                "c", ConnectionArn, "API_KEY",
                JsonElement.Parse("""{"ApiKeyAuthParameters":{"ApiKeyName":"X-Key","ApiKeyValue":"secret"}}""")),
            new ApiDestination("h", DestinationArn, ConnectionArn, $"{server.Urls.Single()}/hook/*", "POST", 300),
            rule with { Targets = [rule.Targets[0] with { Http = http, MaximumRetryAttempts = retries }] });
        return bus;
    }

    private static async Task<WebApplication> ServeAsync(List<(string Path, string? Key, string Body)> requests, Queue<int> answers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            requests.Add((
                context.Request.Path.ToUriComponent() + context.Request.QueryString, context.Request.Headers["X-Key"],
                await reader.ReadToEndAsync(Cancelled)));
            context.Response.StatusCode = answers.Dequeue();
        });
        await app.StartAsync(Cancelled);
        return app;
    }

    private static PolicyStatement Anybody(string action) => new(
        null, Allow: true, ["*"], [action], ["*"], new Dictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>>());

    /// <summary>Lets seconds pass until something has happened that only waits for them.</summary>
    private static async Task AdvanceUntilAsync(ManualTime time, Func<bool> holds)
    {
        for (var i = 0; i < 3000 && !holds(); i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10, Cancelled);
        }

        Assert.True(holds());
    }
}

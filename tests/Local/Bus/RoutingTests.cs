using Waybill.EventPatterns.Inputs;
using Waybill.Local.Account;
using Waybill.Local.Bus.Routing;
using Waybill.Local.Disturbances;

namespace Waybill.Local.Tests.Bus;

public sealed class RoutingTests
{
    [Fact]
    public async Task An_event_goes_to_every_target_of_every_enabled_rule_that_matches_it_and_to_no_other()
    {
        await using var bus = new TestBus(TestCloud.Model(
            rules:
            [
                TestCloud.RuleTo("mail", "a"), TestCloud.RuleTo("too", "a"), TestCloud.RuleTo("third", "b"),
                TestCloud.RuleTo("other", "c", pattern: """{"source":["shop.stock"]}"""),
                TestCloud.RuleTo("off", "c") with { Enabled = false },
            ],
            queues: [TestCloud.Queue("a"), TestCloud.Queue("b"), TestCloud.Queue("c")]));

        await bus.PublishAsync(TestBus.Event());

        Assert.Equal(2, (await bus.ReceiveAsync("a")).Count);
        Assert.Single(await bus.ReceiveAsync("b"));
        Assert.Empty(await bus.ReceiveAsync("c"));
        Assert.Equal((1, 3), (bus.Router.EventsPublished, bus.Router.EventsDelivered));
    }

    [Theory]
    [InlineData("other-rule", "NO_PERMISSIONS")]
    [InlineData(null, "NO_RESOURCE")]
    public async Task What_cannot_be_handed_over_goes_to_the_targets_dead_letter_queue_and_says_why(string? allowedRule, string code)
    {
        List<Queue> queues = [TestCloud.Queue("confirmations-dlq", policy: [TestCloud.FromEventBridge("confirmations-dlq", rule: "mail")])];
        if (allowedRule is not null)
        {
            queues.Add(TestCloud.Queue("confirmations", policy: [TestCloud.FromEventBridge("confirmations", allowedRule)]));
        }

        await using var bus = new TestBus(TestCloud.Model(queues: queues));

        await bus.PublishAsync(TestBus.Event("""{"orderId":"7"}"""));

        var letter = Assert.Single(await bus.ReceiveAsync("confirmations-dlq"));
        Assert.EndsWith("""
            "detail":{"orderId":"7"}}
            """, letter.Body, StringComparison.Ordinal);
        Assert.Equal(TestCloud.RuleArn("mail"), letter.Attributes["RULE_ARN"].Value);
        Assert.Equal(TestCloud.QueueArn("confirmations"), letter.Attributes["TARGET_ARN"].Value);
        Assert.Equal(code, letter.Attributes["ERROR_CODE"].Value);
        Assert.Contains(TestCloud.QueueArn("confirmations"), letter.Attributes["ERROR_MESSAGE"].Value, StringComparison.Ordinal);
        Assert.Equal("0", letter.Attributes["RETRY_ATTEMPTS"].Value);
        Assert.False(letter.Attributes.ContainsKey("EXHAUSTED_RETRY_CONDITION"));
        bus.Router.FlushMetrics();
        Assert.Equal(
            ["FailedInvocations", "Invocations", "InvocationsSentToDlq", "MatchedEvents", "TriggeredRules"],
            bus.Metrics.Select(metric => metric.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_target_with_an_input_transformer_gets_what_it_makes_and_nothing_when_that_is_no_JSON()
    {
        var rule = TestCloud.RuleTo("mail", "confirmations");
        var input = TargetInput.Transformer("""{"order":<order>}""", new Dictionary<string, string> { ["order"] = "$.detail.orderId" });
        await using var bus = new TestBus(TestCloud.Model(rules: [rule with { Targets = [rule.Targets[0] with { Input = input }] }]));

        await bus.PublishAsync(
            TestBus.Event("""{"orderId":"7","email":"jane@example.com"}"""), TestBus.Event("""{"orderId":"24\" wheel"}"""));

        Assert.Equal("""{"order":"7"}""", Assert.Single(await bus.ReceiveAsync("confirmations")).Body);
        Assert.Contains(bus.Log.Lines, line => line.StartsWith("Error: LOST event", StringComparison.Ordinal)
            && line.Contains("makes no JSON of it", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_rule_makes_too_large_for_its_queue_leaves_the_event_whole_in_the_dead_letter_queue()
    {
        const int Most = 1024;
        var rule = TestCloud.RuleTo("mail", "confirmations");
        var twice = TargetInput.Transformer("""[<detail>,<detail>]""", new Dictionary<string, string> { ["detail"] = "$.detail" });
        await using var bus = new TestBus(TestCloud.Model(
            rules: [rule with { Targets = [rule.Targets[0] with { Input = twice }] }],
            queues:
            [
                TestCloud.Queue("confirmations", deadLetters: "confirmations-dlq") with { MaximumMessageSize = Most },
                TestCloud.Queue("confirmations-dlq"),
            ]));
        // Twice, with three characters around them: 1,023 and 1,025 bytes, as é has two.
        var (fits, isTooLarge) = ($$"""{"n":"{{new string('é', 251)}}"}""", $$"""{"n":"{{new string('é', 251)}}x"}""");

        await bus.PublishAsync(TestBus.Event(fits), TestBus.Event(isTooLarge));

        Assert.Single(await bus.ReceiveAsync("confirmations"));
        var letter = Assert.Single(await bus.ReceiveAsync("confirmations-dlq"));
        Assert.EndsWith($"\"detail\":{isTooLarge}}}", letter.Body, StringComparison.Ordinal);
        Assert.Equal("INVALID_PARAMETER", letter.Attributes["ERROR_CODE"].Value);
        Assert.Contains($"shorter than {Most} bytes", letter.Attributes["ERROR_MESSAGE"].Value, StringComparison.Ordinal);
        Assert.Equal("0", letter.Attributes["RETRY_ATTEMPTS"].Value);
    }

    [Fact]
    public async Task Without_a_dead_letter_queue_that_it_may_use_the_event_is_lost_loudly()
    {
        await using var bus = new TestBus(TestCloud.Model(queues: [TestCloud.Queue("confirmations-dlq", policy: [])]));

        await bus.PublishAsync(TestBus.Event());

        Assert.Contains(bus.Log.Lines, line => line.StartsWith("Error: LOST event", StringComparison.Ordinal));
        Assert.Empty(await bus.ReceiveAsync("confirmations-dlq"));
        bus.Router.FlushMetrics();
        Assert.Contains(bus.Metrics, metric => metric is { Name: "InvocationsFailedToBeSentToDlq", Value: 1 });
    }

    [Fact]
    public async Task An_archive_keeps_what_its_pattern_matches_across_restarts_until_its_retention_ends()
    {
        var time = new ManualTime();
        var folder = Directory.CreateTempSubdirectory("waybill-archive-").FullName;
        var model = TestCloud.Model(archives:
            [new Archive(
                "orders", TestCloud.Arn("events", "archive/orders"), TestCloud.BusName, TimeSpan.FromDays(2),
                """{"source":["shop.orders"]}""")]);
        await using (var bus = new TestBus(model, time, folder))
        {
            await bus.PublishAsync(
                TestBus.Event("{}") with { Time = time.GetUtcNow().AddYears(-15), DetailType = "Older" },
                TestBus.Event("{}", source: "shop.stock"));
        }
        time.Advance(TimeSpan.FromDays(1));
        await using (var bus = new TestBus(model, time, folder))
        {
            await bus.PublishAsync(TestBus.Event("{}") with { Time = time.GetUtcNow().AddYears(-16), DetailType = "Oldest" });
            Assert.Equal(["Oldest", "Older"], bus.Store.Reader.Envelopes(null).Select(DetailType));
            Assert.Single(bus.Store.Reader.Envelopes("Older"));
            time.Advance(TimeSpan.FromDays(1.5));
            await using var retention = new ArchiveRetention(bus.Account, bus.Store, time);
            await retention.PruneAsync(TestContext.Current.CancellationToken);
            Assert.Equal(["Oldest"], bus.Store.Reader.Envelopes(null).Select(DetailType));
        }
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Chaos_delivers_twice_and_in_an_order_of_its_own_within_its_window()
    {
        var time = new ManualTime();
        await using var bus = new TestBus(TestCloud.Model(), time);
        bus.Chaos.Begin(new DisturbanceRequest(DisturbanceKind.Duplicates, Seed: 7));
        bus.Chaos.Begin(new DisturbanceRequest(DisturbanceKind.Shuffle, Seed: 7));
        for (var i = 0; i < 5; i++)
        {
            await bus.PublishAsync(TestBus.Event($$"""{"n":{{i}}}"""));
        }

        Assert.Empty(await bus.ReceiveAsync("confirmations"));

        time.Advance(Chaos.ShuffleWindow);

        var order = (await bus.ReceiveAsync("confirmations")).Select(message => message.Body[^3] - '0').ToArray();
        Assert.Equal([0, 0, 1, 1, 2, 2, 3, 3, 4, 4], order.Order());
        Assert.NotEqual(order.Order(), order);
    }

    [Fact]
    public async Task Chaos_delays_one_consumer_on_top_of_its_queues_own_delay_and_leaves_the_others_alone()
    {
        var time = new ManualTime();
        await using var bus = new TestBus(
            TestCloud.Model(
                rules: [TestCloud.RuleTo("mail", "slow"), TestCloud.RuleTo("too", "usual")],
                queues: [TestCloud.Queue("slow") with { Delay = TimeSpan.FromSeconds(5) }, TestCloud.Queue("usual")]),
            time);
        bus.Chaos.Begin(new DisturbanceRequest(
            DisturbanceKind.Delay, DelaySeconds: 30, Against: [new DisturbedConsumer("function-of-slow", "slow")]));

        await bus.PublishAsync(TestBus.Event());

        Assert.Single(await bus.ReceiveAsync("usual"));
        time.Advance(TimeSpan.FromSeconds(34));
        Assert.Empty(await bus.ReceiveAsync("slow"));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Single(await bus.ReceiveAsync("slow"));
    }

    private static string DetailType(string envelope)
    {
        using var json = System.Text.Json.JsonDocument.Parse(envelope);
        return json.RootElement.GetProperty("detail-type").GetString()!;
    }
}

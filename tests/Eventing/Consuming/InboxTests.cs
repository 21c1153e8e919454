using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Waybill.Eventing.Consuming;
using Waybill.Eventing.Publishing;
using Waybill.Tests.Support;

namespace Waybill.Eventing.Tests.Consuming;

public sealed class InboxTests(Dynalite dynalite) : IClassFixture<Dynalite>, IDisposable
{
    private readonly InboxHarness _harness = new(dynalite);

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Handles_each_event_with_two_requests_to_DynamoDB()
    {
        var inbox = await _harness.InboxAsync();

        var response = await InboxHarness.HandleAsync(
            inbox, InboxHarness.Message("m1", "1"), InboxHarness.Message("m2", "2"), InboxHarness.Message("m3", "3"));

        Assert.Empty(response.Failures());
        Assert.Equal(["1", "2", "3"], _harness.Recorder.Effects.Order());
        Assert.Equal(["PutItem", "PutItem", "PutItem", "UpdateItem", "UpdateItem", "UpdateItem"], _harness.Wire.Operations.Order());
    }

    [Fact]
    public async Task Keeps_no_record_for_a_consumer_whose_effect_is_repeatable_and_consumes_what_comes_again()
    {
        var consumer = new RepeatableRecorder();
        var inbox = await _harness.InboxAsync(consumer);

        foreach (var delivery in new[] { "m1", "m2" })
        {
            Assert.Empty((await InboxHarness.HandleAsync(inbox, InboxHarness.Message(delivery, "1"))).Failures());
        }

        Assert.Equal(["1", "1"], consumer.Effects);
        Assert.Empty(_harness.Wire.Operations);
    }

    [Fact]
    public async Task Refuses_a_consumer_that_has_to_remember_and_cannot()
    {
        var services = new ServiceCollection().AddSingleton(_harness.Recorder).BuildServiceProvider();
        var options = new InboxOptions(TimeSpan.FromDays(30));

        var refusal = Assert.Throws<InvalidOperationException>(() => new Inbox<Recorder, OrderPlaced>(
            services, new ConsumerLog(TextWriter.Null, _harness.Time), options, _harness.Time));

        Assert.Equal("Recorder has no idempotency table, which only a consumer with [Repeatable] goes without.", refusal.Message);
        await services.DisposeAsync();
    }

    [Fact]
    public async Task Suppresses_a_duplicate_in_the_same_batch()
    {
        var inbox = await _harness.InboxAsync();

        var response = await InboxHarness.HandleAsync(
            inbox, InboxHarness.Message("m1", "1"), InboxHarness.Message("m2", "1"), InboxHarness.Message("m3", "1"));

        Assert.Empty(response.Failures());
        Assert.Equal(["1"], _harness.Recorder.Effects);
        Assert.Equal(["PutItem", "UpdateItem"], _harness.Wire.Operations);
        Assert.Equal((1, 2, 0), _harness.Counts());
    }

    [Fact]
    public async Task Suppresses_a_duplicate_of_an_earlier_batch()
    {
        var inbox = await _harness.InboxAsync();
        await InboxHarness.HandleAsync(inbox, InboxHarness.Message("m1", "1"));

        var response = await InboxHarness.HandleAsync(inbox, InboxHarness.Message("m2", "1"));

        Assert.Empty(response.Failures());
        Assert.Equal(["1"], _harness.Recorder.Effects);
        Assert.Equal((0, 1, 0), _harness.Counts());
    }

    [Fact]
    public async Task Handles_again_for_the_next_version_of_its_projection_what_it_did_for_the_one_before()
    {
        var options = new InboxOptions(TimeSpan.FromDays(30));
        foreach (var version in new[] { "first", "20260302T210000Z" })
        {
            var inbox = await _harness.InboxAsync(options with { ProjectionVersion = version });
            await InboxHarness.HandleAsync(inbox, InboxHarness.Message("m1", "1"));
            await InboxHarness.HandleAsync(inbox, InboxHarness.Message("m2", "1"));
        }

        Assert.Equal(["1", "1"], _harness.Recorder.Effects);
        Assert.Contains("Recorder@20260302T210000Z#", _harness.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaves_an_event_in_the_queue_when_its_consumer_throws_and_handles_it_the_next_time()
    {
        var inbox = await _harness.InboxAsync();
        _harness.Recorder.BeforeEffect =
            (order, _) => order == "2" ? throw new InvalidOperationException("The mail server is down.") : Task.CompletedTask;
        var first = await InboxHarness.HandleAsync(inbox, InboxHarness.Message("m1", "1"), InboxHarness.Message("m2", "2"));
        var log = _harness.Log;

        _harness.Recorder.BeforeEffect = null;
        var second = await InboxHarness.HandleAsync(inbox, InboxHarness.Message("m2", "2"));

        Assert.Equal(["m2"], first.Failures());
        Assert.Contains("\"outcome\":\"failed\",\"messageId\":\"m2\"", log, StringComparison.Ordinal);
        Assert.Contains("System.InvalidOperationException: The mail server is down.", log, StringComparison.Ordinal);
        Assert.Empty(second.Failures());
        Assert.Equal(["1", "2"], _harness.Recorder.Effects);
    }

    [Fact]
    public async Task Of_two_with_the_same_key_in_a_batch_the_second_is_tried_when_the_first_fails()
    {
        var inbox = await _harness.InboxAsync();
        var tries = 0;
        _harness.Recorder.BeforeEffect =
            (_, _) => tries++ == 0 ? throw new InvalidOperationException("Only the first time.") : Task.CompletedTask;

        var response = await InboxHarness.HandleAsync(inbox, InboxHarness.Message("m1", "1"), InboxHarness.Message("m2", "1"));

        Assert.Equal(["m1"], response.Failures());
        Assert.Equal(["1"], _harness.Recorder.Effects);
    }

    [Fact]
    public async Task Tells_the_consumer_to_stop_before_time_is_up_and_gives_the_event_back()
    {
        var inbox = await _harness.InboxAsync();
        var begun = new TaskCompletionSource();
        _harness.Recorder.BeforeEffect = (_, token) =>
        {
            begun.TrySetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, token);
        };
        var handling = InboxHarness.HandleAsync(inbox, InboxHarness.Message("m1", "1"));
        await begun.Task.WaitAsync(Ending);
        _harness.Time.Advance(TimeSpan.FromSeconds(28));
        var response = await handling;

        Assert.Equal(["m1"], response.Failures());
        Assert.Equal(["PutItem", "DeleteItem"], _harness.Wire.Operations);
    }

    /// <summary>The timeout is for the case that nobody waits: the test would then wait for a timer that is never set.</summary>
    [Fact(Timeout = 60_000)]
    public async Task A_second_delivery_waits_for_the_first_to_finish_and_is_then_suppressed()
    {
        var inbox = await _harness.InboxAsync(new InboxOptions(TimeSpan.FromDays(30)));
        var (begun, finish) = _harness.Recorder.Pause();
        var first = InboxHarness.HandleAsync(inbox, InboxHarness.Message("m1", "1"));
        await begun.WaitAsync(Ending);
        await _harness.Time.TimerSetAsync(Ending);

        var second = InboxHarness.HandleAsync(inbox, InboxHarness.Message("m2", "1"));
        await _harness.Time.TimerSetAsync(Ending);
        await _harness.Time.TimerSetAsync(Ending);
        finish.SetResult();
        Assert.Empty((await first).Failures());
        _harness.Time.Advance(TimeSpan.FromMilliseconds(50));

        Assert.Empty((await second).Failures());
        Assert.Equal(["1"], _harness.Recorder.Effects);
    }

    [Fact]
    public async Task A_second_delivery_goes_back_to_the_queue_when_the_first_does_not_finish_in_time()
    {
        var inbox = await _harness.InboxAsync();
        var (begun, finish) = _harness.Recorder.Pause();
        var first = InboxHarness.HandleAsync(inbox, InboxHarness.Message("m1", "1"));
        await begun.WaitAsync(Ending);

        var second = await InboxHarness.HandleAsync(inbox, InboxHarness.Message("m2", "1"));
        finish.SetResult();

        Assert.Equal(["m2"], second.Failures());
        Assert.Empty((await first).Failures());
        Assert.Contains("\"level\":\"Warning\"", _harness.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Knows_its_own_claim_when_an_answer_of_DynamoDB_is_lost(int operation)
    {
        var inbox = await _harness.InboxAsync();
        if (operation == 0)
        {
            _harness.Wire.LoseNextAnswer();
        }

        _harness.Recorder.BeforeEffect = (_, _) =>
        {
            if (operation == 1)
            {
                _harness.Wire.LoseNextAnswer();
            }

            return Task.CompletedTask;
        };

        var response = await InboxHarness.HandleAsync(inbox, InboxHarness.Message("m1", "1"));

        Assert.Empty(response.Failures());
        Assert.Equal(["1"], _harness.Recorder.Effects);
        Assert.Equal((1, 0, 0), _harness.Counts());
    }

    [Fact]
    public async Task Without_a_business_key_every_event_counts_by_itself()
    {
        var consumer = new Journal();
        var inbox = await _harness.InboxAsync<Journal>(consumer);

        await InboxHarness.HandleAsync(
            inbox,
            InboxHarness.Message("m1", "1", "e1"), InboxHarness.Message("m2", "1", "e2"), InboxHarness.Message("m3", "1", "e1"));

        Assert.Equal(["e1", "e2"], consumer.Entries.Order());
    }

    [Fact]
    public async Task The_trace_of_an_event_goes_on_in_what_its_consumer_does()
    {
        await using var bus = await LoopbackEventBridge.StartAsync();
        var publisher = new EventPublisher(bus.Client, new PublisherOptions("bus", "shop.orders"), SchemaCheck.Off, _harness.Time);
        var echo = new EventType<OrderPlaced>(
            "https://events.example/OrderEchoed/1.0.0/schema.json", TestJson.Default.OrderPlaced, data => data.OrderId);
        _harness.Recorder.BeforeEffect = (orderId, stop) => publisher.PublishAsync(echo, [new OrderPlaced(orderId, 1m)], stop);

        await InboxHarness.HandleAsync(await _harness.InboxAsync(), InboxHarness.Message("m1", "1"));

        var cause = Orders.Placed("1").TraceParent!.Split('-');
        var effect = Assert.Single(bus.Published)["traceparent"]!.GetValue<string>().Split('-');
        Assert.Equal((cause[1], cause[3]), (effect[1], effect[3]));
        Assert.NotEqual(cause[2], effect[2]);
    }

    public void Dispose() => _harness.Dispose();

    private sealed class Journal : IConsumer<OrderPlaced>
    {
        public ConcurrentBag<string> Entries { get; } = [];

        public Task ConsumeAsync(Event<OrderPlaced> @event, CancellationToken cancellationToken)
        {
            Entries.Add(@event.Id);
            return Task.CompletedTask;
        }
    }
}

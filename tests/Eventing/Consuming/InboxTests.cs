using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Waybill.Eventing.Consuming;
using Waybill.Tests.Support;

namespace Waybill.Eventing.Tests.Consuming;

public sealed class InboxTests(Dynalite dynalite) : IClassFixture<Dynalite>, IDisposable
{
    private readonly HandTime _time = new();
    private readonly StringWriter _output = new();
    private readonly Wire _wire = new();
    private readonly Recorder _recorder = new();
    private string? _table;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Handles_each_event_with_two_requests_to_DynamoDB()
    {
        var inbox = await InboxAsync();

        var response = await inbox.HandleAsync(Deliveries.Batch(Message("m1", "1"), Message("m2", "2"), Message("m3", "3")), Context());

        Assert.Empty(response.Failures());
        Assert.Equal(["1", "2", "3"], _recorder.Effects.Order());
        Assert.Equal(["PutItem", "PutItem", "PutItem", "UpdateItem", "UpdateItem", "UpdateItem"], _wire.Operations.Order());
    }

    [Fact]
    public async Task Suppresses_a_duplicate_in_the_same_batch()
    {
        var inbox = await InboxAsync();

        var response = await inbox.HandleAsync(Deliveries.Batch(Message("m1", "1"), Message("m2", "1"), Message("m3", "1")), Context());

        Assert.Empty(response.Failures());
        Assert.Equal(["1"], _recorder.Effects);
        Assert.Equal(["PutItem", "UpdateItem"], _wire.Operations);
        Assert.Equal((1, 2, 0), Counts());
    }

    [Fact]
    public async Task Suppresses_a_duplicate_of_an_earlier_batch()
    {
        var inbox = await InboxAsync();
        await inbox.HandleAsync(Deliveries.Batch(Message("m1", "1")), Context());

        var response = await inbox.HandleAsync(Deliveries.Batch(Message("m2", "1")), Context());

        Assert.Empty(response.Failures());
        Assert.Equal(["1"], _recorder.Effects);
        Assert.Equal((0, 1, 0), Counts());
    }

    [Fact]
    public async Task Leaves_an_event_in_the_queue_when_its_consumer_throws_and_handles_it_the_next_time()
    {
        var inbox = await InboxAsync();
        _recorder.BeforeEffect = (order, _) => order == "2" ? throw new InvalidOperationException("The mail server is down.") : Task.CompletedTask;
        var first = await inbox.HandleAsync(Deliveries.Batch(Message("m1", "1"), Message("m2", "2")), Context());
        var log = _output.ToString();

        _recorder.BeforeEffect = null;
        var second = await inbox.HandleAsync(Deliveries.Batch(Message("m2", "2")), Context());

        Assert.Equal(["m2"], first.Failures());
        Assert.Contains("\"messageId\":\"m2\",\"eventId\":\"event-2\",\"eventType\":\"OrderPlaced.v1\",\"correlationId\":\"correlation\",\"idempotencyKey\":\"Recorder#2\"", log, StringComparison.Ordinal);
        Assert.Contains("System.InvalidOperationException: The mail server is down.", log, StringComparison.Ordinal);
        Assert.Empty(second.Failures());
        Assert.Equal(["1", "2"], _recorder.Effects);
    }

    [Fact]
    public async Task Of_two_with_the_same_key_in_a_batch_the_second_is_tried_when_the_first_fails()
    {
        var inbox = await InboxAsync();
        var tries = 0;
        _recorder.BeforeEffect = (_, _) => tries++ == 0 ? throw new InvalidOperationException("Only the first time.") : Task.CompletedTask;

        var response = await inbox.HandleAsync(Deliveries.Batch(Message("m1", "1"), Message("m2", "1")), Context());

        Assert.Equal(["m1"], response.Failures());
        Assert.Equal(["1"], _recorder.Effects);
    }

    [Fact]
    public async Task Tells_the_consumer_to_stop_before_time_is_up_and_gives_the_event_back()
    {
        var inbox = await InboxAsync();
        var begun = new TaskCompletionSource();
        _recorder.BeforeEffect = (_, token) =>
        {
            begun.TrySetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, token);
        };
        var handling = inbox.HandleAsync(Deliveries.Batch(Message("m1", "1")), Context());
        await begun.Task.WaitAsync(Ending);
        _time.Advance(TimeSpan.FromSeconds(28));
        var response = await handling;

        Assert.Equal(["m1"], response.Failures());
        Assert.Equal(["PutItem", "DeleteItem"], _wire.Operations);
    }

    [Fact]
    public async Task A_second_delivery_waits_for_the_first_to_finish_and_is_then_suppressed()
    {
        var inbox = await InboxAsync();
        var (begun, finish) = Pause();
        var first = inbox.HandleAsync(Deliveries.Batch(Message("m1", "1")), Context());
        await begun.WaitAsync(Ending);
        await _time.TimerSetAsync(Ending);

        var second = inbox.HandleAsync(Deliveries.Batch(Message("m2", "1")), Context());
        await _time.TimerSetAsync(Ending);
        await _time.TimerSetAsync(Ending);
        finish.SetResult();
        Assert.Empty((await first).Failures());
        _time.Advance(TimeSpan.FromMilliseconds(50));

        Assert.Empty((await second).Failures());
        Assert.Equal(["1"], _recorder.Effects);
    }

    [Fact]
    public async Task A_second_delivery_goes_back_to_the_queue_when_the_first_does_not_finish_in_time()
    {
        var inbox = await InboxAsync(new InboxOptions(TimeSpan.FromDays(30)) { WaitForAnotherHolder = TimeSpan.Zero });
        var (begun, finish) = Pause();
        var first = inbox.HandleAsync(Deliveries.Batch(Message("m1", "1")), Context());
        await begun.WaitAsync(Ending);

        var second = await inbox.HandleAsync(Deliveries.Batch(Message("m2", "1")), Context());
        finish.SetResult();

        Assert.Equal(["m2"], second.Failures());
        Assert.Empty((await first).Failures());
        Assert.Contains("\"level\":\"Warning\"", _output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Knows_its_own_claim_when_an_answer_of_DynamoDB_is_lost(int operation)
    {
        var inbox = await InboxAsync();
        if (operation == 0)
        {
            _wire.LoseNextAnswer();
        }

        _recorder.BeforeEffect = (_, _) =>
        {
            if (operation == 1)
            {
                _wire.LoseNextAnswer();
            }

            return Task.CompletedTask;
        };

        var response = await inbox.HandleAsync(Deliveries.Batch(Message("m1", "1")), Context());

        Assert.Empty(response.Failures());
        Assert.Equal(["1"], _recorder.Effects);
        Assert.Equal((1, 0, 0), Counts());
    }

    [Fact]
    public async Task Without_a_business_key_every_event_counts_by_itself()
    {
        var consumer = new Journal();
        var inbox = await InboxAsync<Journal>(consumer);

        await inbox.HandleAsync(
            Deliveries.Batch(Message("m1", "1", "e1"), Message("m2", "1", "e2"), Message("m3", "1", "e1")), Context());

        Assert.Equal(["e1", "e2"], consumer.Entries.Order());
    }

    public static TheoryData<string> MalformedNames() => [.. Malformed().Select(one => one["name"]!.GetValue<string>())];

    [Theory]
    [MemberData(nameof(MalformedNames))]
    public async Task A_message_that_is_no_event_fails_with_its_reason_and_without_its_content(string name)
    {
        var given = Malformed().Single(one => one["name"]!.GetValue<string>() == name);
        var inbox = await InboxAsync();

        var response = await inbox.HandleAsync(Deliveries.Batch(Deliveries.Raw("m1", BodyOf(given)), Message("m2", "2")), Context());

        Assert.Equal(["m1"], response.Failures());
        Assert.Equal(["2"], _recorder.Effects);
        using var line = JsonDocument.Parse(_output.ToString().Split('\n')[0]);
        Assert.StartsWith(
            $"{typeof(MalformedEventException).FullName}: {given["message"]!.GetValue<string>()}", line.RootElement.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("jane", _output.ToString(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _output.Dispose();
        _wire.Dispose();
    }

    private static IEnumerable<JsonNode> Malformed() =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "cases/malformed-messages.json")))!.AsArray().Select(one => one!);

    private static string BodyOf(JsonNode given)
    {
        if (given["body"] is { } body)
        {
            return body.GetValue<string>();
        }

        var detail = given["detail"]?.DeepClone() ?? JsonNode.Parse(Orders.Detail(Orders.Placed("1")))!;
        foreach (var (attribute, value) in given["change"]?.AsObject() ?? [])
        {
            detail[attribute] = value?.DeepClone();
        }

        return new JsonObject { ["detail"] = detail }.ToJsonString();
    }

    private async Task<Inbox<Recorder, OrderPlaced>> InboxAsync(InboxOptions? options = null) => await InboxAsync<Recorder>(_recorder, options);

    private async Task<Inbox<TConsumer, OrderPlaced>> InboxAsync<TConsumer>(TConsumer consumer, InboxOptions? options = null)
        where TConsumer : IConsumer<OrderPlaced>
    {
        options ??= new InboxOptions(TimeSpan.FromDays(30));
        _table ??= await dynalite.CreateTableAsync("id");
        IAmazonDynamoDB client = dynalite.ClientThrough(_wire);
        var log = new ConsumerLog(TextWriter.Synchronized(_output), _time);
        return new(consumer, TestJson.Default.OrderPlaced, new IdempotencyTable(client, _table, options, _time), log, options, _time);
    }

    private (Task Begun, TaskCompletionSource Finish) Pause()
    {
        var begun = new TaskCompletionSource();
        var finish = new TaskCompletionSource();
        _recorder.BeforeEffect = (_, _) =>
        {
            begun.TrySetResult();
            return finish.Task;
        };
        return (begun.Task, finish);
    }

    /// <summary>What the last metrics line says: handled, suppressed, failed.</summary>
    private (int Handled, int Duplicates, int Failed) Counts()
    {
        using var line = JsonDocument.Parse(_output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]);
        int Metric(string name) => line.RootElement.GetProperty(name).GetInt32();
        var described = line.RootElement.GetProperty("_aws").GetProperty("CloudWatchMetrics")[0];
        Assert.Equal("Waybill", described.GetProperty("Namespace").GetString());
        Assert.Equal("Recorder", line.RootElement.GetProperty("Consumer").GetString());
        return (Metric("EventsHandled"), Metric("DuplicatesSuppressed"), Metric("EventsFailed"));
    }

    private static Invocation Context() => new(TimeSpan.FromSeconds(30));

    private static Amazon.Lambda.SQSEvents.SQSEvent.SQSMessage Message(string messageId, string orderId, string? eventId = null) =>
        Deliveries.Message(messageId, Orders.Detail(Orders.Placed(orderId, eventId)));

    private sealed class Recorder : IConsumer<OrderPlaced>
    {
        private readonly Lock _lock = new();
        private readonly List<string> _effects = [];

        public IReadOnlyList<string> Effects => _effects;

        public Func<string, CancellationToken, Task>? BeforeEffect { get; set; }

        public string IdempotencyKey(Event<OrderPlaced> @event) => @event.Data.OrderId;

        public async Task ConsumeAsync(Event<OrderPlaced> @event, CancellationToken cancellationToken)
        {
            if (BeforeEffect is { } wait)
            {
                await wait(@event.Data.OrderId, cancellationToken);
            }

            lock (_lock)
            {
                _effects.Add(@event.Data.OrderId);
            }
        }
    }

    private sealed class Journal : IConsumer<OrderPlaced>
    {
        public System.Collections.Concurrent.ConcurrentBag<string> Entries { get; } = [];

        public Task ConsumeAsync(Event<OrderPlaced> @event, CancellationToken cancellationToken)
        {
            Entries.Add(@event.Id);
            return Task.CompletedTask;
        }
    }
}

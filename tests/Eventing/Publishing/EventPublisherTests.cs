using System.Text.Json.Nodes;
using Waybill.Eventing.Publishing;
using Waybill.Tests.Support;

namespace Waybill.Eventing.Tests.Publishing;

public sealed class EventPublisherTests : IAsyncLifetime
{
    private static readonly EventType<OrderPlaced> Placed =
        new("https://events.shop.example/OrderPlaced/2.1.0/schema.json", TestJson.Default.OrderPlaced, data => data.OrderId);

    /// <summary>Says its order's id once only, so that a test can say how long it is.</summary>
    private static readonly EventType<OrderPlaced> Large =
        new("https://events.shop.example/OrderPlaced/1.0.0/schema.json", TestJson.Default.OrderPlaced, _ => "key");

    private readonly HandTime _time = new() { SkipsWaits = true };
    private LoopbackEventBridge _bus = null!;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _bus = await LoopbackEventBridge.StartAsync();

    public ValueTask DisposeAsync() => _bus.DisposeAsync();

    [Fact]
    public async Task What_is_published_tells_what_caused_it()
    {
        var cause = Orders.Placed("1");

        await Publisher().PublishAsync(cause, Placed, Data(2), Ending);

        Assert.Equal(
            [EventId.Derive(cause.Id, "OrderPlaced.v2", 0), EventId.Derive(cause.Id, "OrderPlaced.v2", 1)],
            _bus.Published.Select(detail => detail["id"]!.GetValue<string>()));
        Assert.All(_bus.Published, detail =>
        {
            Assert.Equal(cause.Id, detail["causationid"]!.GetValue<string>());
            Assert.Equal(cause.CorrelationId, detail["correlationid"]!.GetValue<string>());
            Assert.Equal(cause.TraceParent, detail["traceparent"]!.GetValue<string>());
        });
        Assert.Equal("https://events.shop.example/OrderPlaced/2.1.0/schema.json", _bus.Published[0]["dataschema"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_entry_says_the_same_as_its_envelope()
    {
        await Publisher().PublishAsync(Placed, Data(1), Ending);

        var entry = Assert.Single(Assert.Single(_bus.Requests))!;
        var envelope = Assert.Single(_bus.Published);
        Assert.Equal("bus", entry["EventBusName"]!.GetValue<string>());
        Assert.Equal(envelope["source"]!.GetValue<string>(), entry["Source"]!.GetValue<string>());
        Assert.Equal(envelope["type"]!.GetValue<string>(), entry["DetailType"]!.GetValue<string>());
        Assert.Equal(_time.GetUtcNow().ToUnixTimeSeconds(), entry["Time"]!.GetValue<double>());
        Assert.Equal(envelope["id"]!.GetValue<string>(), envelope["correlationid"]!.GetValue<string>());
        Assert.Null(envelope["causationid"]);
    }

    [Theory]
    [InlineData(0, new int[0])]
    [InlineData(1, new[] { 1 })]
    [InlineData(10, new[] { 10 })]
    [InlineData(23, new[] { 10, 10, 3 })]
    public async Task A_request_has_ten_entries_at_most(int events, int[] requests)
    {
        await Publisher().PublishAsync(Placed, Data(events), Ending);

        Assert.Equal(requests, _bus.Requests.Select(request => request.Count));
    }

    [Fact]
    public async Task A_request_keeps_within_the_size_limit()
    {
        // Each of them is a bit more than a third of the limit.
        var data = Enumerable.Range(0, 5).Select(i => new OrderPlaced($"{i}" + new string('x', Entry.SizeLimit / 3), 1));

        await Publisher().PublishAsync(Large, data, Ending);

        Assert.Equal([2, 2, 1], _bus.Requests.Select(request => request.Count));
    }

    [Fact]
    public async Task Nothing_is_sent_when_one_event_is_too_large_and_one_byte_less_is_not()
    {
        await Publisher().PublishAsync(Large, [new OrderPlaced("", 1)], Ending);
        var empty = Assert.Single(Assert.Single(_bus.Requests))!;
        var size = 14 + new[] { "Source", "DetailType", "Detail" }.Sum(name => empty[name]!.GetValue<string>().Length);
        var fits = new OrderPlaced(new string('x', Entry.SizeLimit - size), 1);

        await Publisher().PublishAsync(Large, [fits], Ending);
        var refused = await Assert.ThrowsAsync<EventTooLargeException>(
            () => Publisher().PublishAsync(Large, [fits, fits with { OrderId = fits.OrderId + "x" }], Ending));

        Assert.Equal(2, _bus.Requests.Count);
        Assert.Contains(
            "counts 1,048,577 bytes; EventBridge allows 1,048,576. Nothing was sent.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_entries_that_failed_are_sent_again_with_growing_pauses()
    {
        _bus.Refuse = (entry, request) => OrderOf(entry) switch
        {
            "1" when request < 3 => "ThrottlingException",
            "2" when request < 1 => "InternalFailure",
            _ => null,
        };

        await Publisher().PublishAsync(Placed, Data(4), Ending);

        Assert.Equal(["0123", "12", "1", "1"], _bus.Requests.Select(request => string.Concat(request.Select(entry => OrderOf(entry!)))));
        Assert.Equal(["0", "1", "2", "3"], _bus.Published.Select(detail => detail["data"]!["orderId"]!.GetValue<string>()).Order());
        Assert.Equal(3, _time.Waits.Count);
        Assert.Equal(_time.Waits.Order(), _time.Waits);
        Assert.Equal(3, _time.Waits.Distinct().Count());
    }

    [Fact]
    public async Task Those_that_never_got_in_are_named_with_the_reason()
    {
        _bus.Refuse = (entry, _) => OrderOf(entry) switch
        {
            "3" => "ThrottlingException",
            "12" => "NotAuthorizedForSourceException",
            _ => null,
        };

        var thrown = await Assert.ThrowsAsync<EventsNotPublishedException>(
            () => Publisher().PublishAsync(Orders.Placed("1"), Placed, Data(14), Ending));

        Assert.Equal(["ThrottlingException", "NotAuthorizedForSourceException"], thrown.Events.Select(failed => failed.ErrorCode));
        Assert.Equal(
            [EventId.Derive("event-1", "OrderPlaced.v2", 3), EventId.Derive("event-1", "OrderPlaced.v2", 12)],
            thrown.Events.Select(failed => failed.EventId));
        Assert.StartsWith("2 of 14 events were not published: OrderPlaced.v2 ", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(12, _bus.Published.Count);
        Assert.Equal(1 + 5 + 1, _bus.Requests.Count);
    }

    [Fact]
    public async Task A_request_that_failed_as_a_whole_is_sent_again()
    {
        _bus.RefuseAll = request => request < 2 ? (503, "ServiceUnavailable") : null;

        await Publisher().PublishAsync(Placed, Data(3), Ending);

        Assert.Equal(3, _bus.Requests.Count);
        Assert.Equal(3, _bus.Published.Count);
    }

    [Fact]
    public async Task An_event_that_is_published_twice_at_once_and_refused_is_named_twice()
    {
        _bus.RefuseAll = _ => (400, "ValidationException");
        var twice = Orders.Placed("1");

        var thrown = await Assert.ThrowsAsync<EventsNotPublishedException>(
            () => Publisher().PublishAsync([twice, twice], TestJson.Default.OrderPlaced, Ending));

        Assert.Equal([twice.Id, twice.Id], thrown.Events.Select(failed => failed.EventId));
    }

    [Fact]
    public async Task A_request_that_is_wrong_is_not_sent_again()
    {
        _bus.RefuseAll = _ => (400, "ValidationException");

        var thrown = await Assert.ThrowsAsync<EventsNotPublishedException>(() => Publisher().PublishAsync(Placed, Data(12), Ending));

        Assert.Equal(12, thrown.Events.Count);
        Assert.Equal(10, thrown.Message.Split("ValidationException").Length - 1);
        Assert.EndsWith("; and others.", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(2, _bus.Requests.Count);
        Assert.All(thrown.Events, failed => Assert.Equal("ValidationException", failed.ErrorCode));
        Assert.IsAssignableFrom<Amazon.Runtime.AmazonServiceException>(thrown.InnerException);
    }

    [Theory]
    [InlineData("https://events.example/orderPlaced/1.0.0/schema.json")]
    [InlineData("https://events.example/OrderPlaced.v1/1.0.0/schema.json")]
    [InlineData("https://events.example/OrderPlaced/1.0/schema.json")]
    [InlineData("https://events.example/OrderPlaced/0.1.0/schema.json")]
    [InlineData("https://events.example/OrderPlaced/one/schema.json")]
    [InlineData("https://events.example/OrderPlaced/1.0.0")]
    [InlineData("OrderPlaced/1.0.0/schema.json")]
    public void An_event_type_without_a_proper_name_and_version_is_refused(string dataSchema) => Assert.StartsWith(
        $"'{dataSchema}' is no address of an event's schema; it must be absolute and end in a name in PascalCase",
        Assert.Throws<ArgumentException>(() => new EventType<OrderPlaced>(dataSchema, TestJson.Default.OrderPlaced, _ => "")).Message,
        StringComparison.Ordinal);

    private EventPublisher Publisher() =>
        new(_bus.Client, new PublisherOptions("bus", "shop.orders") { Jitter = () => 0.5 }, SchemaCheck.Off, _time);

    private static IEnumerable<OrderPlaced> Data(int count) => Enumerable.Range(0, count).Select(i => new OrderPlaced($"{i}", 1.00m));

    private static string OrderOf(JsonNode entry) =>
        JsonNode.Parse(entry["Detail"]!.GetValue<string>())!["data"]!["orderId"]!.GetValue<string>();
}

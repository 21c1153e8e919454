using System.Text;
using System.Text.Json;
using Waybill.Eventing.Publishing;
using Waybill.JsonSchemas;
using Waybill.Tests.Support;

namespace Waybill.Eventing.Tests.Publishing;

public sealed class SchemaCheckTests : IAsyncLifetime
{
    private const string SchemaId = "https://events.shop.example/OrderPlaced/2.1.0/schema.json";

    private static readonly EventType<OrderPlaced> Placed = new(SchemaId, TestJson.Default.OrderPlaced, data => data.OrderId);

    private static readonly EventType<OrderPlaced> Undescribed =
        new("https://events.shop.example/OrderPlaced/3.0.0/schema.json", TestJson.Default.OrderPlaced, data => data.OrderId);

    private LoopbackEventBridge _bus = null!;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _bus = await LoopbackEventBridge.StartAsync();

    public ValueTask DisposeAsync() => _bus.DisposeAsync();

    [Fact]
    public async Task What_the_catalog_promises_is_published()
    {
        await Publisher(100).PublishAsync(Placed, [new OrderPlaced("1", 5m), new OrderPlaced("2", 6m)], Ending);

        Assert.Equal(2, _bus.Published.Count);
    }

    [Fact]
    public async Task An_event_against_its_schema_is_refused_with_pointer_and_rule_but_without_the_value()
    {
        var refused = await Assert.ThrowsAsync<EventsAgainstSchemaException>(
            () => Publisher(100).PublishAsync(Orders.Placed("7"), Placed, [new OrderPlaced("secret-order", -1m)], Ending));

        var wrong = Assert.Single(refused.Wrong);
        Assert.Equal(("OrderPlaced.v2", "/total", $"{SchemaId}#/properties/total/minimum"), (wrong.Type, wrong.At, wrong.Rule));
        Assert.StartsWith(
            "1 of 1 events are not what the catalog promises; nothing was sent. OrderPlaced.v2 ",
            refused.Message,
            StringComparison.Ordinal);
        Assert.Contains("/total", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-order", refused.Message, StringComparison.Ordinal);
        Assert.Empty(_bus.Requests);
    }

    [Fact]
    public async Task Nothing_of_a_publication_is_sent_when_one_event_of_many_is_wrong()
    {
        var data = Enumerable.Range(0, 25).Select(i => new OrderPlaced($"{i}", i == 24 ? -1m : 1m));

        await Assert.ThrowsAsync<EventsAgainstSchemaException>(() => Publisher(100).PublishAsync(Placed, data, Ending));

        Assert.Empty(_bus.Requests);
    }

    [Fact]
    public async Task An_event_the_catalog_does_not_describe_is_refused_with_those_it_does()
    {
        var refused = await Assert.ThrowsAsync<EventsAgainstSchemaException>(
            () => Publisher(100).PublishAsync(Undescribed, [new OrderPlaced("1", 1m)], Ending));

        Assert.Contains("OrderPlaced/3.0.0/schema.json", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"there are {SchemaId}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Switched_off_it_reads_no_schema_and_refuses_nothing()
    {
        var check = new SchemaCheck(0, () => throw new InvalidOperationException("Nobody needs them."));

        await Publisher(check).PublishAsync(Placed, [new OrderPlaced("1", -1m)], Ending);

        Assert.Single(_bus.Published);
    }

    [Fact]
    public async Task Sampled_it_checks_its_share_and_always_the_same_events()
    {
        var first = await RefusedAsync();
        var second = await RefusedAsync();

        Assert.InRange(first.Count, 150, 250);
        Assert.Equal(first, second);

        async Task<List<int>> RefusedAsync()
        {
            var refused = new List<int>();
            for (var i = 0; i < 1_000; i++)
            {
                try
                {
                    await Publisher(20).PublishAsync(Orders.Placed($"{i}"), Placed, [new OrderPlaced("1", -1m)], Ending);
                }
                catch (EventsAgainstSchemaException)
                {
                    refused.Add(i);
                }
            }

            return refused;
        }
    }

    [Fact]
    public async Task An_event_as_deep_as_EventBridge_takes_it_is_checked_and_published()
    {
        const int Levels = EventDepth.Detail - 2;
        var note = string.Concat(Enumerable.Repeat("{\"\\u00e9\":", Levels)) + "1" + new string('}', Levels);
        var placed = Orders.Placed("1");
        var deep = new Event<JsonElement>
        {
            Id = "1",
            Source = placed.Source,
            Type = Placed.Type,
            Time = placed.Time,
            DataSchema = SchemaId,
            CorrelationId = "1",
            PartitionKey = "1",
            Data = JsonElement.Parse($$"""{"orderId":"1","note":{{note}}}""", new JsonDocumentOptions { MaxDepth = EventDepth.Detail }),
        };

        await Publisher(100).PublishAsync([deep], TestJson.Default.JsonElement, Ending);

        Assert.Single(_bus.Published);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(101)]
    public void A_share_is_at_most_all(int percent) => Assert.Throws<ArgumentOutOfRangeException>(() => new SchemaCheck(percent, () => []));

    private EventPublisher Publisher(int percent) => Publisher(new SchemaCheck(percent, () => [JsonSchema.Parse(Encoding.UTF8.GetBytes($$"""
        {
          "$id": "{{SchemaId}}", "type": "object", "required": ["orderId"],
          "properties": { "orderId": { "type": "string" }, "total": { "minimum": 0 } }
        }
        """))]));

    private EventPublisher Publisher(SchemaCheck check) =>
        new(_bus.Client, new PublisherOptions("bus", "shop.orders"), check, new HandTime { SkipsWaits = true });
}

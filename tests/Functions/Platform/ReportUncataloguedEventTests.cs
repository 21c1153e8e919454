using System.Text.Json;
using System.Text.Json.Nodes;
using Waybill.Eventing;
using Waybill.Tests.Support;

namespace Waybill.Platform.Tests;

public sealed class ReportUncataloguedEventTests(Dynalite dynalite) : IClassFixture<Dynalite>, IAsyncLifetime
{
    private Surroundings _shop = null!;
    private IServiceProvider _platform = null!;

    public async ValueTask InitializeAsync()
    {
        _shop = await Surroundings.StartAsync(dynalite);
        _platform = _shop.Team(Startup.Configure, "shop.platform");
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Reports_a_type_once_an_hour_and_raises_its_owners_alarm_as_often()
    {
        await DeliverAsync(Sighting("OrderMislaid.v1", "2026-03-02T09:00:00Z"), Sighting("OrderMislaid.v1", "2026-03-02T09:59:59Z"));
        await DeliverAsync(Sighting("OrderMislaid.v1", "2026-03-02T09:30:00Z"));

        await DeliverAsync(Sighting("OrderMislaid.v1", "2026-03-02T10:00:00Z"), Sighting("OrderBurnt.v1", "2026-03-02T10:00:00Z"));

        Assert.Equal(
            [
                "OrderBurnt.v1 2026-03-02T10:00:00+00:00",
                "OrderMislaid.v1 2026-03-02T09:00:00+00:00",
                "OrderMislaid.v1 2026-03-02T10:00:00+00:00",
            ],
            _shop.Bus.Published.Select(e => $"{e["data"]!["seenType"]} {e["data"]!["hour"]}").Order(StringComparer.Ordinal));
        Assert.Equal(3, Lines("\"Team\":\"orders\",\"UncataloguedEvents\":1").Count());
    }

    [Fact]
    public async Task Says_what_why_and_whose_in_an_event_the_catalog_describes()
    {
        await DeliverAsync(Sighting("OrderMislaid.v1", "2026-03-02T09:21:50Z"));

        var seen = Assert.Single(_shop.Bus.Published);
        Assert.Equal("UncataloguedEventSeen.v1", (string?)seen["type"]);
        Assert.Equal("shop.platform", (string?)seen["source"]);
        Assert.Equal("raw-1", (string?)seen["causationid"]);
        var expected = JsonNode.Parse("""
            {
              "seenSource": "shop.orders", "seenType": "OrderMislaid.v1", "reason": "unknown-type", "owners": ["orders"],
              "hour": "2026-03-02T09:00:00+00:00", "fields": [{ "path": "/orderId", "kind": "string" }]
            }
            """);
        Assert.True(JsonNode.DeepEquals(expected, seen["data"]), seen["data"]!.ToJsonString());
    }

    [Fact]
    public async Task Keeps_the_shape_and_no_value_nor_a_name_that_is_one()
    {
        var detail = """
            { "mail": "jane@example.com", "born": 1984, "vip": true, "gone": null, "byMail": { "jane@example.com": 1, "50001": 2 },
              "items": [ { "sku": "85123A" }, { "sku": 7, "gift": { "to": "Jane" } } ] }
            """;

        await DeliverAsync(Sighting("Oops", "2026-03-02T09:21:50Z", JsonNode.Parse(detail)!));

        var said = Assert.Single(_shop.Bus.Published).ToJsonString();
        Assert.DoesNotContain("jane", said, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("1984", said, StringComparison.Ordinal);
        Assert.DoesNotContain("50001", said, StringComparison.Ordinal);
        Assert.Equal(
            [
                "/mail string", "/born number", "/vip boolean", "/gone null", "/byMail object", "/byMail/(name) number", "/items array",
                "/items/* object", "/items/*/sku string", "/items/*/sku number", "/items/*/gift object", "/items/*/gift/to string",
            ],
            JsonNode.Parse(said)!["data"]!["fields"]!.AsArray().Select(field => $"{field!["path"]} {field["kind"]}"));
        Assert.DoesNotContain("jane", _shop.Log, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_shape_of_a_hostile_document_is_bounded()
    {
        var wide = new JsonObject(Enumerable.Range(0, 500)
            .Select(i => KeyValuePair.Create($"f{(char)('a' + (i % 26))}{(char)('a' + (i / 26))}", (JsonNode?)i)));
        var deep = JsonNode.Parse(string.Concat(Enumerable.Repeat("{\"a\":", 50)) + "1" + new string('}', 50))!;

        Assert.Equal(100, JsonShape.Of(Element(wide)).Count);
        Assert.Equal(8, JsonShape.Of(Element(deep)).Count);
    }

    [Fact]
    public async Task Reports_an_event_as_deep_as_EventBridge_takes_it()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", EventDepth.Detail)) + "1" + new string('}', EventDepth.Detail);
        var sighting = Sighting("Oops", "2026-03-02T09:21:50Z", "here");

        Assert.Empty(await DeliverAsync(sighting.Replace("\"here\"", deep, StringComparison.Ordinal)));

        Assert.Single(_shop.Bus.Published);
    }

    [Fact]
    public async Task A_crash_after_publishing_leads_to_the_same_event_again_and_to_no_other()
    {
        for (var request = 0; request < 4; request++)
        {
            _shop.Network.CrashAt(request, serverHearsIt: true);
            await DeliverAsync(Sighting("OrderMislaid.v1", "2026-03-02T09:00:00Z"));
            _shop.Network.Restart();
            _shop.Time.Advance(TimeSpan.FromMinutes(2));
        }

        await DeliverAsync(Sighting("OrderMislaid.v1", "2026-03-02T09:30:00Z"));

        Assert.NotEmpty(_shop.Bus.Published);
        Assert.Single(_shop.Bus.Published.Select(e => (string)e["id"]!).Distinct());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"reason":"unknown-type","owners":["orders"],"seenAt":"yesterday","event":{}}""")]
    public async Task What_is_no_sighting_stays_in_the_queue(string body)
    {
        Assert.Equal(["m1"], await DeliverAsync(body));

        Assert.Empty(_shop.Bus.Published);
    }

    private static string Sighting(string type, string seenAt, JsonNode? detail = null) => new JsonObject
    {
        ["reason"] = "unknown-type",
        ["owners"] = new JsonArray("orders"),
        ["seenAt"] = seenAt,
        ["event"] = new JsonObject
        {
            ["version"] = "0",
            ["id"] = "raw-1",
            ["detail-type"] = type,
            ["source"] = "shop.orders",
            ["time"] = "2020-01-01T00:00:00Z",
            ["detail"] = detail ?? new JsonObject { ["orderId"] = "1" },
        },
    }.ToJsonString();

    private async Task<IEnumerable<string>> DeliverAsync(params string[] bodies)
    {
        var batch = Deliveries.Batch(bodies.Select((body, i) => Deliveries.Raw($"m{i + 1}", body)));
        var line = EntryLine.Of(typeof(ReportUncataloguedEvent));
        return (await line.HandleAsync(_platform, batch, new Invocation(TimeSpan.FromSeconds(30)))).Failures();
    }

    private IEnumerable<string> Lines(string part) => _shop.Log.Split('\n').Where(line => line.Contains(part, StringComparison.Ordinal));

    private static JsonElement Element(JsonNode node) => JsonElement.Parse(node.ToJsonString());
}

using System.Globalization;
using System.Text.Json.Nodes;
using Waybill.Inventory;
using Waybill.Tests.Support;

namespace Waybill.Stock.Tests;

public sealed class StockTests(Dynalite dynalite) : IClassFixture<Dynalite>, IAsyncLifetime
{
    private Surroundings _shop = null!;
    private IServiceProvider _inventory = null!;

    public async ValueTask InitializeAsync()
    {
        _shop = await Surroundings.StartAsync(dynalite);
        _inventory = _shop.Team(Inventory.Startup.Configure, "shop.inventory");
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task An_order_takes_its_goods_off_the_shelf_and_each_new_level_is_told()
    {
        _shop.Parties.HasOrder("1", null, ("b", 3, 1m), ("a", 401, 1m), ("b", 4, 1m));

        Assert.Empty(await HearAsync("OrderCreated.v2", "1"));

        Assert.Equal(
            [
                Level("a", onHand: 99, "true"),
                Level("b", onHand: 493, "false"),
            ],
            _shop.Published("StockLevelChanged.v1").Select(data => data.ToJsonString()));
    }

    [Fact]
    public async Task Goods_of_an_ended_order_go_to_inspection_once_even_when_it_is_heard_before_the_order()
    {
        _shop.Parties.HasOrder("1", null, ("a", 5, 1m));

        await HearAsync("OrderReturned.v1", "1");
        await HearAsync("OrderCancelled.v1", "1");
        await HearAsync("OrderCreated.v2", "1");

        Assert.Equal(
            [(500, 5), (495, 5)],
            _shop.Published("StockLevelChanged.v1").Select(data => (Number(data, "onHand"), Number(data, "inInspection"))));
    }

    [Fact]
    public async Task A_level_remembers_only_so_many_movements()
    {
        for (var i = 0; i < 80; i++)
        {
            _shop.Parties.HasOrder($"{i}", null, ("a", 1, 1m));
            Assert.Empty(await HearAsync("OrderCreated.v2", $"{i}"));
        }

        var level = await dynalite.Client.GetItemAsync(
            _shop.Setting("STOCK_LEVELS_TABLE"), new() { ["sku"] = new("a") }, TestContext.Current.CancellationToken);
        Assert.Equal("420", level.Item["onHand"].N);
        Assert.InRange(level.Item["marks"].SS.Count, 0, 33);
    }

    [Fact]
    public async Task A_movement_that_crashed_half_way_is_not_among_those_a_level_forgets()
    {
        _shop.Parties.HasOrder("crashing", null, ("a", 1, 1m));
        const int NotedAsApplied = 4; // after the claim, the items, the movement's begin and the level
        _shop.Network.CrashAt(NotedAsApplied, serverHearsIt: false);
        Assert.Single(await HearAsync("OrderCreated.v2", "crashing"));
        _shop.Network.Restart();
        _shop.Time.Advance(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 40; i++)
        {
            _shop.Parties.HasOrder($"{i}", null, ("a", 1, 1m));
            await HearAsync("OrderCreated.v2", $"{i}");
        }

        Assert.Empty(await HearAsync("OrderCreated.v2", "crashing"));

        Assert.Equal(459, _shop.Published("StockLevelChanged.v1").Min(data => Number(data, "onHand")));
    }

    [Fact]
    public async Task An_order_with_more_products_than_a_request_has_entries_is_reserved_whole()
    {
        _shop.Parties.HasOrder("1", null, Enumerable.Range(0, 45).Select(i => ($"sku{i:00}", i, 1m)));

        Assert.Empty(await HearAsync("OrderCreated.v2", "1"));

        Assert.Equal(
            Enumerable.Range(0, 45).Select(i => 500 - i),
            _shop.Published("StockLevelChanged.v1").Select(data => Number(data, "onHand")));
        Assert.Equal(5, _shop.Bus.Requests.Count);
    }

    /// <summary>Every request is once the last one before a crash, heard by its server and not heard.</summary>
    [Fact]
    public async Task Wherever_it_crashes_each_product_is_moved_once_and_its_level_told()
    {
        var orders = 0;
        for (var request = 0; ; request++)
        {
            var crashed = false;
            foreach (var serverHearsIt in new[] { false, true })
            {
                var order = $"{++orders}";
                _shop.Parties.HasOrder(order, null, ("a", 1, 1m), ("b", 2, 1m), ("c", 3, 1m));
                _shop.Network.CrashAt(request, serverHearsIt);
                var left = await HearAsync("OrderCreated.v2", order);
                crashed |= _shop.Network.Crashed;
                _shop.Network.Restart();
                _shop.Time.Advance(TimeSpan.FromMinutes(1));
                if (left.Count > 0)
                {
                    Assert.Empty(await HearAsync("OrderCreated.v2", order));
                }

                var told = _shop.Bus.Published
                    .Where(detail => detail["causationid"]!.GetValue<string>() == $"OrderCreated.v2-{order}")
                    .Select(detail => detail["data"]!);
                Assert.Equal(
                    [("a", 500 - orders), ("b", 500 - (2 * orders)), ("c", 500 - (3 * orders))],
                    told.Select(data => (data["sku"]!.GetValue<string>(), Number(data, "onHand"))).Distinct().Order());
            }

            if (!crashed)
            {
                break;
            }
        }

        Assert.InRange(orders, 2 * 9, 2 * 15);
    }

    private static string Level(string sku, int onHand, string isBelow) =>
        $$"""{"sku":"{{sku}}","onHand":{{onHand}},"inInspection":0,"reorderPoint":100,"reorderQuantity":500,"""
        + $"\"belowReorderPoint\":{isBelow},\"shortage\":1}}";

    private Task<IReadOnlyList<string>> HearAsync(string type, string orderId) => _shop.DeliverAsync<ReserveStock>(
        _inventory, Examples.With(type, $"{type}-{orderId}", ("orderId", orderId)));

    private static int Number(JsonNode node, string name) => int.Parse(node[name]!.ToJsonString(), CultureInfo.InvariantCulture);
}

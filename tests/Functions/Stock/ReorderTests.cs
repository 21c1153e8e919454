using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Waybill.Inventory;
using Waybill.Tests.Support;
using Waybill.Warehouse;

namespace Waybill.Stock.Tests;

/// <summary>
/// The circle of stock: orders lower levels, shortages are reordered, reorders raise levels; over a bus that is as bad as it may be.
/// </summary>
public sealed class ReorderTests(Dynalite dynalite, ITestOutputHelper output) : IClassFixture<Dynalite>, IAsyncLifetime
{
    private static readonly string[] Skus = ["85123A", "71053", "22423"];

    private readonly List<string> _queue = [];
    private Surroundings _shop = null!;
    private IServiceProvider _inventory = null!;
    private IServiceProvider _warehouse = null!;
    private int _heard;

    public async ValueTask InitializeAsync()
    {
        _shop = await Surroundings.StartAsync(dynalite);
        _inventory = _shop.Team(Inventory.Startup.Configure, "shop.inventory");
        _warehouse = _shop.Team(Warehouse.Startup.Configure, "shop.warehouse");
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Shuffled_and_doubled_and_crashing_every_shortage_is_reordered_once()
    {
        var seed = Environment.GetEnvironmentVariable("WAYBILL_TEST_SEED") is { Length: > 0 } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : RandomNumberGenerator.GetInt32(int.MaxValue);
        output.WriteLine($"To repeat this run set WAYBILL_TEST_SEED={seed}.");
        var random = new Random(seed);
        var (demand, returned) = TakeOrders(random, orders: 15);

        for (var steps = 0; _queue.Count > 0; steps++)
        {
            Assert.True(steps < 5_000, "The queue does not drain.");
            var detail = _queue[random.Next(_queue.Count)];
            _queue.Remove(detail);
            await HandleAsync(detail, random);
            Hear(random);
        }

        foreach (var sku in Skus)
        {
            var reorders = Math.Max(0, (demand[sku] - 400 + 499) / 500);
            var level = (await dynalite.Client.GetItemAsync(
                _shop.Setting("STOCK_LEVELS_TABLE"), new() { ["sku"] = new(sku) }, TestContext.Current.CancellationToken)).Item;
            Assert.Equal(
                (500 - demand[sku] + (500 * reorders), returned[sku], reorders),
                (Field("onHand"), Field("inInspection"), Field("received")));

            int Field(string name) => int.Parse(level[name].N, CultureInfo.InvariantCulture);
            Assert.Equal(
                Enumerable.Range(1, reorders).Select(shortage => $"{sku}-{shortage}"),
                _shop.Published("ReorderPlaced.v1").Where(data => data["sku"]!.GetValue<string>() == sku)
                    .Select(data => data["reorderId"]!.GetValue<string>()).Distinct().Order());
        }
    }

    [Fact]
    public async Task A_level_that_is_not_short_stays_in_the_queue_of_ReorderStock()
    {
        var enough = Examples.Of("StockLevelChanged.v1").Single(text => JsonNode.Parse(text)!["data"]!["onHand"]!.GetValue<int>() >= 100);

        Assert.Single(await _shop.DeliverAsync<ReorderStock>(_warehouse, enough));

        Assert.Contains("the rule of ReorderStock in infra/ lets through too much", _shop.Log, StringComparison.Ordinal);
    }

    private (Dictionary<string, int> Demand, Dictionary<string, int> Returned) TakeOrders(Random random, int orders)
    {
        var demand = Skus.ToDictionary(sku => sku, _ => 0);
        var returned = Skus.ToDictionary(sku => sku, _ => 0);
        for (var i = 0; i < orders; i++)
        {
            var items = Enumerable.Range(0, random.Next(1, 4))
                .Select(_ => (Sku: Skus[random.Next(Skus.Length)], Quantity: random.Next(1, 200), 1m)).ToList();
            _shop.Parties.HasOrder($"{i}", null, items);
            items.ForEach(item => demand[item.Sku] += item.Quantity);
            _queue.Add(Examples.With("OrderCreated.v2", $"created-{i}", ("orderId", $"{i}")));
            if (random.Next(3) == 0)
            {
                items.ForEach(item => returned[item.Sku] += item.Quantity);
                _queue.Add(Examples.With("OrderReturned.v1", $"returned-{i}", ("orderId", $"{i}")));
            }
        }

        return (demand, returned);
    }

    /// <summary>Delivers once, and in one of five cases crashes somewhere; what is left goes back to the queue.</summary>
    private async Task HandleAsync(string detail, Random random)
    {
        if (random.Next(5) == 0)
        {
            _shop.Network.CrashAt(random.Next(14), serverHearsIt: random.Next(2) == 0);
        }

        _queue.AddRange(JsonNode.Parse(detail)!["type"]!.GetValue<string>() switch
        {
            "StockLevelChanged.v1" => await _shop.DeliverAsync<ReorderStock>(_warehouse, detail),
            "ReorderPlaced.v1" => await _shop.DeliverAsync<ReceiveReorder>(_inventory, detail),
            _ => await _shop.DeliverAsync<ReserveStock>(_inventory, detail),
        });
        _shop.Network.Restart();
        _shop.Time.Advance(TimeSpan.FromMinutes(1));
    }

    /// <summary>Queues what has been published since, as the rules would, some of it twice.</summary>
    private void Hear(Random random)
    {
        var published = _shop.Bus.Published;
        for (; _heard < published.Count; _heard++)
        {
            var detail = published[_heard];
            if (detail["type"]!.GetValue<string>() == "StockLevelChanged.v1" && !detail["data"]!["belowReorderPoint"]!.GetValue<bool>())
            {
                continue;
            }

            _queue.AddRange(Enumerable.Repeat(detail.ToJsonString(), 1 + random.Next(2)));
        }
    }
}

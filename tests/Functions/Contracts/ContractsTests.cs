using System.Text.Json.Nodes;
using Waybill.Tests.Support;

namespace Waybill.Contracts.Tests;

public sealed class ContractsTests(Dynalite dynalite) : IClassFixture<Dynalite>, IAsyncLifetime
{
    private Surroundings _shop = null!;
    private IServiceProvider _team = null!;

    public enum Turn
    {
        CreatedFirst,
        EndedFirst,
        AtTheSameTime,
    }

    public async ValueTask InitializeAsync()
    {
        _shop = await Surroundings.StartAsync(dynalite);
        _team = _shop.Team(Startup.Configure, "shop.contracts");
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Issues_one_warranty_for_each_product_that_costs_ten_or_more()
    {
        _shop.Parties.HasOrder("1", null, ("b", 1, 10.00m), ("a", 2, 99.95m), ("b", 3, 12.00m), ("c", 1, 9.99m));

        Assert.Empty(await IssueAsync("1"));

        Assert.Equal(["W-1-a", "W-1-b"], _shop.Parties.Contracts.Keys.Order());
        Assert.Equal(
            [("W-1-a", "1", "warranty"), ("W-1-b", "1", "warranty")],
            _shop.Published("ContractIssued.v1").Select(data => (Text(data, "contractId"), Text(data, "orderId"), Text(data, "kind"))));
    }

    [Fact]
    public async Task An_order_without_a_warranty_can_end_before_and_after()
    {
        _shop.Parties.HasOrder("1", null, ("a", 1, 1.00m));
        _shop.Parties.HasOrder("2", null, ("a", 1, 1.00m));

        string[] left =
        [
            .. await IssueAsync("1"), .. await EndAsync("1", "OrderReturned.v1"),
            .. await EndAsync("2", "OrderCancelled.v1"), .. await IssueAsync("2"),
        ];

        Assert.Empty(left);
        Assert.Empty(_shop.Parties.Contracts);
        Assert.Empty(_shop.Bus.Published);
    }

    [Fact]
    public async Task A_cancelled_contract_says_why_and_what_caused_it()
    {
        _shop.Parties.HasOrder("1", null, ("a", 1, 10.00m));
        await IssueAsync("1");

        await EndAsync("1", "OrderCancelled.v1");

        var cancelled = _shop.Bus.Published.Single(detail => Text(detail, "type") == "ContractCancelled.v1");
        Assert.Equal("payment-failed", Text(cancelled["data"]!, "reason"));
        Assert.Equal("end-1", Text(cancelled, "causationid"));
        Assert.Equal("1", Text(cancelled, "partitionkey"));
    }

    [Fact]
    public async Task Nothing_is_issued_when_logistics_does_not_know_the_order()
    {
        Assert.Single(await IssueAsync("unknown"));

        Assert.Contains("Logistics knows no order unknown", _shop.Log, StringComparison.Ordinal);
    }

    /// <summary>Every request of both consumers is once the last one before a crash, heard by its server and not heard.</summary>
    [Theory]
    [InlineData(Turn.CreatedFirst)]
    [InlineData(Turn.EndedFirst)]
    [InlineData(Turn.AtTheSameTime)]
    public async Task Wherever_it_crashes_an_ended_order_is_left_with_no_open_contract(Turn turn)
    {
        var crashes = 0;
        for (var request = 0; ; request++)
        {
            var crashed = await RunWithCrashAsync($"{turn}-{request}-lost", turn, request, serverHearsIt: false)
                | await RunWithCrashAsync($"{turn}-{request}-heard", turn, request, serverHearsIt: true);
            if (!crashed)
            {
                break;
            }

            crashes++;
        }

        Assert.InRange(crashes, 14, 40);
    }

    private async Task<bool> RunWithCrashAsync(string orderId, Turn turn, int request, bool serverHearsIt)
    {
        _shop.Parties.HasOrder(orderId, null, ("a", 1, 10.00m), ("b", 1, 20.00m));
        string[] expected = [$"W-{orderId}-a", $"W-{orderId}-b"];
        Func<Task<IReadOnlyList<string>>> issue = () => IssueAsync(orderId);
        Func<Task<IReadOnlyList<string>>> end = () => EndAsync(orderId, "OrderReturned.v1");

        _shop.Network.CrashAt(request, serverHearsIt);
        var left = turn switch
        {
            Turn.CreatedFirst => await UntilACrashAsync([issue, end]),
            Turn.EndedFirst => await UntilACrashAsync([end, issue]),
            _ => await TogetherAsync([issue, end]),
        };
        var crashed = _shop.Network.Crashed;
        _shop.Network.Restart();
        _shop.Time.Advance(TimeSpan.FromMinutes(1));
        foreach (var again in left)
        {
            Assert.Empty(await again());
        }

        Assert.Equal(expected, _shop.Parties.Contracts.Keys.Where(id => expected.Contains(id)).Order());
        Assert.All(expected, id => Assert.False(_shop.Parties.Contracts[id]));
        Assert.Equal(expected, ContractsIn("ContractIssued.v1", orderId));
        Assert.Equal(expected, ContractsIn("ContractCancelled.v1", orderId));
        return crashed;
    }

    /// <summary>One after the other; what comes after a crash is delivered later.</summary>
    private async Task<IReadOnlyList<Func<Task<IReadOnlyList<string>>>>> UntilACrashAsync(Func<Task<IReadOnlyList<string>>>[] deliveries)
    {
        var left = new List<Func<Task<IReadOnlyList<string>>>>();
        foreach (var delivery in deliveries)
        {
            if (_shop.Network.Crashed || (await delivery()).Count > 0)
            {
                left.Add(delivery);
            }
        }

        return left;
    }

    private static async Task<IReadOnlyList<Func<Task<IReadOnlyList<string>>>>> TogetherAsync(
        Func<Task<IReadOnlyList<string>>>[] deliveries)
    {
        var outcomes = await Task.WhenAll(deliveries.Select(delivery => delivery()));
        return [.. deliveries.Where((_, i) => outcomes[i].Count > 0)];
    }

    private Task<IReadOnlyList<string>> IssueAsync(string orderId) => _shop.DeliverAsync<IssueContracts>(
        _team, Examples.With("OrderCreated.v2", $"created-{orderId}", ("orderId", orderId)));

    private Task<IReadOnlyList<string>> EndAsync(string orderId, string type) => _shop.DeliverAsync<CancelContracts>(
        _team, Examples.With(type, $"end-{orderId}", ("orderId", orderId), ("reason", "payment-failed")));

    private IEnumerable<string> ContractsIn(string type, string orderId) => _shop.Published(type)
        .Where(data => Text(data, "orderId") == orderId).Select(data => Text(data, "contractId")).Distinct().Order();

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}

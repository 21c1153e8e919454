using Waybill.Operations.Planning;

namespace Waybill.Cli.Tests.Planning;

public sealed class PlannerTests : IDisposable
{
    private const string Stock = """{ "events": { "StockLevelChanged.v1": 1 } }""";
    private const string Created = """{ "events": { "OrderCreated.v2": 1 } }""";

    private readonly SmallStacks _stacks = new();

    public void Dispose() => _stacks.Dispose();

    /// <summary>Three examples, two of them below the reorder point: so of 3,000 events 2,000 are for Reorder, in batches of 4.</summary>
    [Theory]
    [InlineData("events put, 64 KB each", 3_000)]
    [InlineData("SendMessage", 5_000)]
    [InlineData("ReceiveMessage", 300 + 500)]
    [InlineData("DeleteMessageBatch", 300 + 500)]
    [InlineData("invocations", 300 + 500)]
    [InlineData("GB-seconds", (300 + 500) * 0.1 / 2)]
    [InlineData("writes of records", 2 * 5_000)]
    [InlineData("writes of consumers", 2_000)]
    public void What_comes_at_once_is_counted_in_full_batches_of_what_each_rule_lets_through(string item, double quantity) =>
        Assert.Equal((decimal)quantity, Quantity(_stacks.Plan("3000", Stock), item));

    [Fact]
    public void What_is_there_is_paid_for_by_the_month_and_not_by_those_that_come_at_once()
    {
        Assert.Equal(
            ["alarms 3", "custom metrics 3", "dashboards 1", "empty ReceiveMessage 1295700"],
            _stacks.Plan("300/month", Created).Fixed.OrderBy(item => item.Item, StringComparer.Ordinal)
                .Select(item => $"{item.Item} {item.Quantity:0}"));
        Assert.Empty(_stacks.Plan("300", Created).Fixed);
    }

    /// <summary>An invocation takes 100 ms, and five pollers wait for messages.</summary>
    [Theory]
    [InlineData("1/h", 0, 1)]
    [InlineData("10/s", 0, 1)]
    [InlineData("200/s", 0, 4)]
    [InlineData("5000/s", 0, 10)]
    [InlineData("1/s", 5, 6)]
    [InlineData("100/s", 5, 10)]
    public void A_batch_is_as_large_as_rate_and_window_make_it(string load, int window, int batch)
    {
        var plan = _stacks.Plan(load, Created, stacks => stacks with
        {
            Consumers = [.. stacks.Consumers.Select(consumer => consumer with { Window = TimeSpan.FromSeconds(window) })],
        });

        Assert.Equal(batch, plan.Consumers.Single(consumer => consumer.Name == "Track").Batch, precision: 3);
    }

    [Fact]
    public void A_duplicate_takes_one_write_and_one_read_and_no_effect()
    {
        var plan = _stacks.Plan(
            "1000", """{"events": {"OrderCreated.v2": 1}, "consumers": {"Track": {"writes": 3, "reads": 2} }, "duplicates": 0.1}""");

        Assert.Equal(
            (decimal[])[(900 * 2) + 100, 100, 900 * 3, 900 * 2],
            new[] { "writes of records", "reads of records", "writes of consumers", "reads of consumers" }
                .Select(item => Quantity(plan, item)));
    }

    [Fact]
    public void How_much_a_rule_lets_through_the_mix_knows_better_than_the_examples()
    {
        const string Seldom =
            """{"events": {"StockLevelChanged.v1": 1}, "consumers": {"Reorder": {"matches": 0.1}, "Track": {"matches": 0.1} } }""";

        Assert.Equal(1_000 + 100, Quantity(_stacks.Plan("1000", Seldom), "SendMessage"));
    }

    [Fact]
    public void What_is_kept_costs_its_whole_stay()
    {
        var plan = _stacks.Plan("1000000", Created);

        Assert.Equal(4 * 0.226m, Quantity(plan, "GB-months of records"));
        Assert.Equal(2 * 4 * 0.226m, Dollars(plan, "GB-months of records"));
        Assert.Equal(3 * Quantity(plan, "GB archived"), Quantity(plan, "GB-months of archive"));
        Assert.Equal(1_000_000 * (4 + 26) / 1e9m, Quantity(plan, "GB of the published log"));
    }

    [Fact]
    public void The_parts_are_the_whole()
    {
        var plan = _stacks.Plan("3M/day", Stock);

        Assert.Equal(plan.Dollars, plan.Items.Concat(plan.Fixed).Sum(item => item.Dollars), precision: 3);
        Assert.Equal(plan.Dollars, plan.Services.Sum(service => service.Dollars), precision: 3);
        Assert.Equal(1, plan.Items.Concat(plan.Fixed).Sum(item => item.Share), precision: 3);
    }

    [Fact]
    public void The_quota_that_is_reached_first_comes_first()
    {
        var quotas = _stacks.Plan("10/s", Created).Quotas;

        Assert.Equal("invocations of Track at a time, as its mapping allows", quotas[0].Name);
        Assert.Equal((2m, (decimal?)1, (decimal?)200), (quotas[0].Limit, quotas[0].Used, quotas[0].ReachedAt));
        Assert.Equal(9_375, quotas.Single(quota => quota.Name.StartsWith("invocations of targets", StringComparison.Ordinal)).ReachedAt);
        Assert.Equal(10_000, quotas.Single(quota => quota.Name.StartsWith("PutEvents", StringComparison.Ordinal)).ReachedAt);
        Assert.Equal(20_000, quotas.Single(quota => quota.Name == "writes of records a second").ReachedAt);
        Assert.Equal(3, quotas.Single(quota => quota.Name == "rules of bus").Used);
    }

    [Fact]
    public void The_same_load_is_reckoned_with_one_thing_otherwise()
    {
        var plan = _stacks.Plan("100/s", Stock);

        Assert.Collection(
            plan.Alternatives,
            batches => Assert.True(batches is { What: "batches of 1", More: > 0 }),
            window => Assert.True(window is { What: "a batching window of 5 seconds", More: < 0 }),
            thin => Assert.True(thin.What.StartsWith("thin events", StringComparison.Ordinal) && thin.More < 0),
            more => Assert.True(more.What.StartsWith("one consumer more, that hears what Track hears", StringComparison.Ordinal)
                && more.More > plan.Consumers.Single(consumer => consumer.Name == "Track").Dollars));
        Assert.All(plan.Alternatives, one => Assert.Equal(plan.Dollars + one.More, one.Dollars, precision: 3));
    }

    [Fact]
    public void Without_a_mix_every_type_counts_whose_examples_name_no_cause()
    {
        var mix = Mix.Of(SmallStacks.Catalog);

        Assert.Contains(mix.Shares, one => one.Event.DetailType == "OrderCreated.v2");
        Assert.DoesNotContain(mix.Shares, one => one.Event.DetailType is "OrderCreated.v1" or "ContractIssued.v1");
        Assert.Equal(1, mix.Shares.Sum(one => one.Share), precision: 6);
        Assert.Contains("examples in the catalog name no cause, in equal shares", mix.From, StringComparison.Ordinal);
    }

    private static decimal Quantity(CostPlan plan, string item) => plan.Items.Single(one => one.Item == item).Quantity;

    private static decimal Dollars(CostPlan plan, string item) => plan.Items.Single(one => one.Item == item).Dollars;
}

using System.Globalization;
using System.Text.Json.Nodes;
using Waybill.Catalog;
using Waybill.Catalog.Reading;
using Waybill.Cli.Toolchain;
using Waybill.Operations.Planning;
using Waybill.Operations.Prices;
using Waybill.Player.Playing;

namespace Waybill.Shop.Tests;

/// <summary>Holds what <c>waybill plan</c> counts, and <c>shop/mix.json</c>, to a day that was played.</summary>
public sealed class PlanTests(Templates templates)
{
    private static readonly string[] OperationsOfConsumers = ["PutItem", "UpdateItem", "DeleteItem", "GetItem", "BatchGetItem"];

    /// <remarks>One event at a time, as at a low rate: a batch is as large as the plan takes it to be then.</remarks>
    [Fact]
    public async Task A_quiet_day_takes_the_requests_that_the_plan_counts()
    {
        await using var shop = await RunningShop.OpenAsync(templates);
        var day = ShopDay.Sample();
        foreach (var played in day.Events)
        {
            await shop.PlayAsync(day with { Events = [played] });
        }

        var catalog = CatalogReader.Load(Repository.Find().Path("events-catalog"));
        var stacks = StackReader.Read(templates.Folder);
        var mix = MixFile.Read(Repository.Find().Path("shop", "mix.json"), catalog, stacks.ConsumerNames);
        var counts = await CountsAsync(shop, catalog);
        var load = Load.Parse(string.Create(CultureInfo.InvariantCulture, $"{counts.Values.Sum()}/month"));
        var plan = Planner.Plan(new PlanRequest(load, mix, catalog, stacks, PriceFile.Own().Of("us-east-1")));
        Assert.Equal(
            Words(counts), Words(mix.Shares.ToDictionary(one => one.Event.DetailType, one => (int)Math.Round(one.Share * load.Paid))));
        await AssertCloseAsync(shop, plan);
    }

    private static async Task AssertCloseAsync(RunningShop shop, CostPlan plan)
    {
        var rules = await SumsAsync(shop, "AWS/Events", "Invocations");
        var invocations = (await SumsAsync(shop, "AWS/Lambda", "Invocations")).Sum(sum => sum.Value);
        var messages = rules.Where(rule => (string?)rule.Dimensions["RuleName"] != "Published").Sum(rule => rule.Value);
        var requests = (await SumsAsync(shop, "Waybill", "DynamoDBRequests"))
            .Where(one => OperationsOfConsumers.Contains((string?)one.Dimensions["Operation"], StringComparer.Ordinal));
        var counted = new Dictionary<string, (decimal Counted, decimal Planned)>(StringComparer.Ordinal)
        {
            ["entries"] = (rules.Sum(rule => rule.Value) - messages, Quantity(plan, "events put, 64 KB each")),
            ["SendMessage"] = (messages, Quantity(plan, "SendMessage")),
            ["invocations"] = (invocations, Quantity(plan, "invocations")),
            ["SQS requests"] =
                (messages + (2 * invocations), Quantity(plan, "SendMessage", "ReceiveMessage", "DeleteMessageBatch")),
            ["DynamoDB requests"] = (
                requests.Sum(one => one.Value),
                Quantity(plan, "writes of records", "reads of records", "writes of consumers", "reads of consumers")),
        };
        var far = counted.Where(one => Math.Abs(one.Value.Planned - one.Value.Counted) > one.Value.Counted / 10);
        Assert.True(
            !far.Any() && counted.All(one => one.Value.Counted > 0),
            string.Join("; ", counted.Select(one => $"{one.Key}: {one.Value.Counted} counted, {one.Value.Planned} planned")));
    }

    private static async Task<Dictionary<string, int>> CountsAsync(RunningShop shop, EventCatalog catalog)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var type in catalog.Events.Select(e => e.DetailType))
        {
            counts[type] = await shop.Client.EventsAsync(type, TestContext.Current.CancellationToken)
                .CountAsync(TestContext.Current.CancellationToken);
        }

        return counts;
    }

    private static string Words(Dictionary<string, int> counts) => string.Join(
        ", ", counts.Where(type => type.Value > 0).OrderBy(type => type.Key, StringComparer.Ordinal)
            .Select(type => $"{type.Value} {type.Key}"));

    private static async Task<List<(JsonNode Dimensions, decimal Value)>> SumsAsync(RunningShop shop, string space, string name)
    {
        var sums = await shop.Aws.CallAsync(HttpMethod.Get, $"/_waybill/metrics?namespace={space}&name={name}");
        return [.. sums.AsArray().Select(sum => (sum!["dimensions"]!, (decimal)sum["sum"]!))];
    }

    private static decimal Quantity(CostPlan plan, params string[] items) =>
        plan.Items.Where(item => items.Contains(item.Item, StringComparer.Ordinal)).Sum(item => item.Quantity);
}

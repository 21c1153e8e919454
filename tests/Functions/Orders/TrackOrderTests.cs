using Amazon.DynamoDBv2.Model;
using Waybill.Tests.Support;

namespace Waybill.Orders.Tests;

public sealed class TrackOrderTests(Dynalite dynalite) : IClassFixture<Dynalite>
{
    private static readonly string[] Types =
    [
        "OrderCreated.v2", "OrderCancelled.v1", "OrderReturned.v1", "OrderCompleted.v1", "ContractIssued.v1", "ContractCancelled.v1",
        "OrderShipped.v1", "DeliveryProgressed.v1", "OrderDelivered.v1",
    ];

    [Fact]
    public async Task Keeps_every_event_of_an_order_once_and_in_the_order_of_time()
    {
        await using var shop = await Surroundings.StartAsync(dynalite);
        var team = shop.Team(Startup.Configure, "shop.orders");
        var events = Types.Select((type, i) => Examples.With(type, $"event-{i}", ("orderId", "1"))
            .Replace("\"time\":\"2026", $"\"time\":\"20{30 - i}", StringComparison.Ordinal)).ToList();

        Assert.Empty(await shop.DeliverAsync<TrackOrder>(team, [.. events, .. events, Examples.With(Types[0], "other", ("orderId", "2"))]));

        var timeline = await dynalite.Client.QueryAsync(new QueryRequest
        {
            TableName = shop.Setting("TIMELINES_TABLE"),
            KeyConditionExpression = "orderId = :order",
            ExpressionAttributeValues = new() { [":order"] = new("1") },
        }, TestContext.Current.CancellationToken);
        Assert.Equal(Types.Reverse(), timeline.Items.Select(entry => entry["type"].S));
        Assert.All(
            timeline.Items,
            entry => Assert.Matches("^20[23][0-9]-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{3}Z#event-[0-9]$", entry["entry"].S));
    }
}

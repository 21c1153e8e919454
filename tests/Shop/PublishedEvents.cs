using System.Text.Json.Nodes;
using Waybill.Cli.Toolchain;

namespace Waybill.Shop.Tests;

/// <summary>What has been published in a shop, to be published once more as it was or about something else.</summary>
internal sealed record PublishedEvents(IReadOnlyList<(string Source, string DetailType, string Detail)> All)
{
    /// <summary>What a deployment publishes of itself, from the catalog.</summary>
    public static (string Source, string DetailType, string Detail) Verified()
    {
        var example = File.ReadAllText(Repository.Find().Path(
            "events-catalog", "domains", "Platform", "services", "Platform", "events", "DeploymentVerified", "examples", "by-hand.json"));
        var envelope = JsonNode.Parse(example)!;
        return ((string)envelope["source"]!, (string)envelope["type"]!, example);
    }

    public static async Task<PublishedEvents> OfAsync(RunningShop shop)
    {
        using var http = new HttpClient { BaseAddress = shop.Laptop.Endpoint };
        var lines = await http.GetStringAsync(new Uri("/_waybill/events", UriKind.Relative), TestContext.Current.CancellationToken);
        return new([.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)
            .Select(one => ((string)one["source"]!, (string)one["detail-type"]!, one["detail"]!.ToJsonString()))]);
    }

    /// <summary>Publishes them all again.</summary>
    public async Task PutAsync(RunningShop shop)
    {
        foreach (var some in All.Chunk(10))
        {
            await shop.Aws.PutEventsAsync(some);
        }
    }

    /// <summary>An order as it was published, under another id.</summary>
    public (string Source, string DetailType, string Detail) OrderAs(string orderId)
    {
        var order = All.First(one => one.DetailType == "OrderCreated.v2");
        return order with { Detail = About(order.Detail, orderId) };
    }

    /// <summary>Of the orders of a day that end, the contracts may be cancelled by who issues them; of these they are there when they
    /// end.</summary>
    public IEnumerable<(string Source, string DetailType, string Detail)> EndsOfOrdersWithContracts()
    {
        var orders = All.Where(one => one.DetailType is "ContractIssued.v1" or "OrderCancelled.v1" or "OrderReturned.v1")
            .ToLookup(one => one.DetailType, one => (string?)JsonNode.Parse(one.Detail)!["data"]!["orderId"]);
        var end = All.First(one => one.DetailType == "OrderCancelled.v1");
        return orders["ContractIssued.v1"].Except(orders["OrderCancelled.v1"]).Except(orders["OrderReturned.v1"])
            .Select(order => end with { Detail = About(end.Detail, order!) });
    }

    /// <summary>The same event about another order.</summary>
    private static string About(string detail, string orderId)
    {
        var envelope = JsonNode.Parse(detail)!;
        envelope["id"] = $"again-{orderId}";
        envelope["data"]!["orderId"] = orderId;
        return envelope.ToJsonString();
    }
}

using System.Text.Json.Nodes;
using Waybill.Local.Account;
using Waybill.Local.Template;
using Waybill.Player.Playing;
using Waybill.Shop.Tests.Operating;

namespace Waybill.Shop.Tests;

/// <summary>What consumers' roles grant, against what the account let them do while the shop was played under those roles.</summary>
public sealed class GrantTests(Templates templates)
{
    /// <summary>What Lambda calls as the function's role, and refuses a mapping without (tests/Local, mappings).</summary>
    private static readonly string[] OfLambda =
    [
        "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "logs:CreateLogStream", "logs:PutLogEvents",
    ];

    /// <summary>What the inbox does for every consumer alike, when a consumer throws: not each of them throws in a day.</summary>
    private const string OfWhoThrows = "dynamodb:DeleteItem";

    /// <summary>What stock does for both its consumers alike, when a product has moved often.</summary>
    private const string OfManyMovements = "dynamodb:BatchGetItem";

    /// <summary>More than a product's movements are kept unsettled (functions/Inventory/Stock.cs).</summary>
    private const int Many = 40;

    [Fact]
    public async Task Every_action_of_a_consumers_role_is_used_and_no_second_statement_grants_it()
    {
        await using var shop = await RunningShop.OpenAsync(templates);
        await shop.PlayAsync(ShopDay.Sample());
        await shop.PutEventAsync("shop.pirates", "Boarded", "{}");
        var published = await PublishedAsync(shop);
        foreach (var again in published.Append(Verified()).Chunk(10))
        {
            await shop.Aws.PutEventsAsync(again);
        }

        await shop.PlayAsync(Days.Orders(5m, [.. Enumerable.Range(0, Many).Select(i => $"{800_100 + i}")]));
        await shop.Aws.PutEventsAsync([Verified(), EndOfAnOrderWithContracts(published)]);
        var (source, type, detail) = published.First(one => one.DetailType == "OrderCreated.v2");
        await shop.PutEventAsync(source, type, OfNobody(detail));
        await OnCall.UntilAsync(async () => await CallsAsync(shop) is var made && made.Any(call => call.Action == OfWhoThrows)
            && made.Any(call => call.Action == "dynamodb:GetItem" && call.Role.EndsWith("ConfirmDeployment", StringComparison.Ordinal))
            && made.Any(call => call.Action == "events:PutEvents" && call.Role.EndsWith("CancelContracts", StringComparison.Ordinal)));
        var calls = await CallsAsync(shop);

        var account = TemplateReader.Read(templates.Folder);
        Assert.NotEmpty(account.Functions);
        Assert.All(account.Functions, function =>
        {
            var role = account.Roles.Single(role => role.Arn == function.RoleArn);
            var used = calls.Where(call => call.Role == role.Arn || call.Action is OfWhoThrows or OfManyMovements)
                .Select(call => call.Action).Concat(OfLambda);
            Assert.Empty(Granted(role).Select(grant => grant.Action).Except(used, StringComparer.Ordinal));
            Assert.Distinct(Granted(role));
        });
    }

    private static IEnumerable<(string Action, string Resource)> Granted(Role role) =>
        from statement in role.Policy
        where statement.Allow
        from action in statement.Actions
        from resource in statement.Resources
        select (action, resource);

    private static async Task<IReadOnlyList<(string Role, string Action)>> CallsAsync(RunningShop shop)
    {
        var calls = await shop.Client.MetricAsync("RoleCalls", TestContext.Current.CancellationToken);
        return [.. calls.Select(call => (call.Dimensions["Role"], call.Dimensions["Action"]))];
    }

    private static async Task<IReadOnlyList<(string Source, string DetailType, string Detail)>> PublishedAsync(RunningShop shop)
    {
        using var http = new HttpClient { BaseAddress = shop.Laptop.Endpoint };
        var lines = await http.GetStringAsync(new Uri("/_waybill/events", UriKind.Relative), TestContext.Current.CancellationToken);
        return [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)
            .Select(one => ((string)one["source"]!, (string)one["detail-type"]!, one["detail"]!.ToJsonString()))];
    }

    /// <summary>What a deployment publishes of itself, from the catalog.</summary>
    private static (string Source, string DetailType, string Detail) Verified()
    {
        var example = File.ReadAllText(Waybill.Cli.Toolchain.Repository.Find().Path(
            "events-catalog", "domains", "Platform", "services", "Platform", "events", "DeploymentVerified", "examples", "by-hand.json"));
        var envelope = JsonNode.Parse(example)!;
        return ((string)envelope["source"]!, (string)envelope["type"]!, example);
    }

    /// <summary>Of the orders of a day that end, the contracts may be cancelled by who issues them; of this one they are there when it
    /// ends.</summary>
    private static (string Source, string DetailType, string Detail) EndOfAnOrderWithContracts(
        IReadOnlyList<(string Source, string DetailType, string Detail)> published)
    {
        var orders = published.Where(one => one.DetailType is "ContractIssued.v1" or "OrderCancelled.v1" or "OrderReturned.v1")
            .ToLookup(one => one.DetailType, one => (string?)JsonNode.Parse(one.Detail)!["data"]!["orderId"]);
        var order = orders["ContractIssued.v1"].Except(orders["OrderCancelled.v1"]).Except(orders["OrderReturned.v1"]).First();
        var end = published.First(one => one.DetailType == "OrderCancelled.v1");
        return end with { Detail = Of(end.Detail, order!) };
    }

    /// <summary>The same event about an order that no third party knows.</summary>
    private static string OfNobody(string detail) => Of(detail, "of-nobody");

    private static string Of(string detail, string order)
    {
        var envelope = JsonNode.Parse(detail)!;
        envelope["id"] = $"again-{order}";
        envelope["data"]!["orderId"] = order;
        return envelope.ToJsonString();
    }
}

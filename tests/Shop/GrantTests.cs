using Waybill.Local.Template;
using Waybill.Player.Playing;
using Waybill.Shop.Tests.Operating;

namespace Waybill.Shop.Tests;

/// <summary>What consumers' roles grant, against what the account let them do while the shop was played under those roles.</summary>
public sealed class GrantTests(Templates templates)
{
    /// <summary>What the inbox does for every consumer alike, when a consumer throws: not each of them throws in a day.</summary>
    private const string OfWhoThrows = "dynamodb:DeleteItem";

    /// <summary>What stock does for both its consumers alike, when a product has moved often.</summary>
    private const string OfManyMovements = "dynamodb:BatchGetItem";

    /// <summary>More than a product's movements are kept unsettled (functions/Inventory/Stock.cs).</summary>
    internal const int Many = 40;

    [Fact]
    public async Task Every_action_of_a_consumers_role_is_used_and_no_second_statement_grants_it()
    {
        await using var shop = await RunningShop.OpenAsync(templates);
        await shop.PlayAsync(ShopDay.Sample());
        await shop.PutEventAsync("shop.pirates", "Boarded", "{}");
        var published = await PublishedEvents.OfAsync(shop);
        await published.PutAsync(shop);
        await shop.Aws.PutEventsAsync([PublishedEvents.Verified()]);

        await shop.PlayAsync(Days.Orders(5m, [.. Enumerable.Range(0, Many).Select(i => $"{800_100 + i}")]));
        await shop.Aws.PutEventsAsync(
            [PublishedEvents.Verified(), published.EndsOfOrdersWithContracts().First(), published.OrderAs("of-nobody")]);
        await OnCall.UntilAsync(async () => await CallsAsync(shop) is var made && made.Any(call => call.Action == OfWhoThrows)
            && made.Any(call => call.Action == "dynamodb:GetItem" && call.Role.EndsWith("ConfirmDeployment", StringComparison.Ordinal))
            && made.Any(call => call.Action == "events:PutEvents" && call.Role.EndsWith("CancelContracts", StringComparison.Ordinal)));
        var calls = await CallsAsync(shop);

        var grants = Grant.OfConsumers(TemplateReader.Read(templates.Folder)).ToLookup(grant => grant.Role);
        Assert.NotEmpty(grants);
        Assert.All(grants, role =>
        {
            var used = calls.Where(call => call.Role == role.Key || call.Action is OfWhoThrows or OfManyMovements)
                .Select(call => call.Action).ToHashSet(StringComparer.Ordinal);
            Assert.DoesNotContain(role, grant => !grant.IsLambdas && !used.Contains(grant.Action));
            Assert.Distinct(role);
        });
    }

    private static async Task<IReadOnlyList<(string Role, string Action)>> CallsAsync(RunningShop shop)
    {
        var calls = await shop.Client.MetricAsync("RoleCalls", TestContext.Current.CancellationToken);
        return [.. calls.Select(call => (call.Dimensions["Role"], call.Dimensions["Action"]))];
    }
}

using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Waybill.Local.Dynamo;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Endpoints;

/// <summary>Roles that are restricted to items of some keys (<c>dynamodb:LeadingKeys</c>).</summary>
public sealed class LeadingKeysTests
{
    private static readonly (string, string?) Mine = ("dynamodb:LeadingKeys", "mine");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_role_that_may_reach_items_of_some_keys_reaches_no_others()
    {
        var folder = Directory.CreateTempSubdirectory("waybill-dynamo-").FullName;
        await using (var dynalite = await DynaliteServer.StartAsync(Repository.Root, folder, _ => { }, Cancelled))
        await using (var laptop = await TestEndpoints.StartAsync(
            TestCloud.Model(rolePolicy: [TestCloud.Allow("dynamodb:*Item", TestCloud.Arn("dynamodb", "table/orders"), Mine)]),
            dynalite.Endpoint))
        {
            using var developer = laptop.DynamoDb();
            using var function = laptop.DynamoDb("LOCAL" + TestCloud.FunctionName);
            await OrdersTable.CreateAsync(developer);

            await function.PutItemAsync("orders", OrdersTable.Key("mine"), Cancelled);
            await function.BatchGetItemAsync(Batch("mine"), Cancelled);
            Assert.Single((await function.GetItemAsync("orders", OrdersTable.Key("mine"), Cancelled)).Item);
            foreach (var refused in (Func<Task>[])
            [
                () => function.PutItemAsync("orders", OrdersTable.Key("theirs"), Cancelled),
                () => function.GetItemAsync("orders", OrdersTable.Key("theirs"), Cancelled),
                () => function.DeleteItemAsync("orders", OrdersTable.Key("theirs"), Cancelled),
                () => function.BatchGetItemAsync(Batch("mine", "theirs"), Cancelled),
                () => function.BatchWriteItemAsync(
                    new BatchWriteItemRequest(new() { ["orders"] = [new(new PutRequest(OrdersTable.Key("theirs")))] }), Cancelled),
            ])
            {
                Assert.Contains(
                    "is not authorized", (await Assert.ThrowsAnyAsync<AmazonDynamoDBException>(refused)).Message, StringComparison.Ordinal);
            }
        }
        Directory.Delete(folder, recursive: true);
    }

    private static BatchGetItemRequest Batch(params string[] orderIds) => new(
        new Dictionary<string, KeysAndAttributes>(StringComparer.Ordinal)
        {
            ["orders"] = new() { Keys = [.. orderIds.Select(OrdersTable.Key)] },
        });
}

using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Waybill.Local.Tests.Endpoints;

/// <summary>A table <c>orders</c> by <c>orderId</c>, made by a call.</summary>
internal static class OrdersTable
{
    /// <remarks>A table is made before it can be used, as in DynamoDB.</remarks>
    public static async Task CreateAsync(AmazonDynamoDBClient client)
    {
        var cancelled = TestContext.Current.CancellationToken;
        await client.CreateTableAsync(
            new CreateTableRequest
            {
                TableName = "orders",
                AttributeDefinitions = [new("orderId", ScalarAttributeType.S)],
                KeySchema = [new("orderId", KeyType.HASH)],
                BillingMode = BillingMode.PAY_PER_REQUEST,
            },
            cancelled);
        while ((await client.DescribeTableAsync("orders", cancelled)).Table.TableStatus != TableStatus.ACTIVE)
        {
            await Task.Yield();
        }
    }

    public static Dictionary<string, AttributeValue> Key(string orderId) =>
        new(StringComparer.Ordinal) { ["orderId"] = new(orderId) };
}

using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Waybill.Local.Tests.Endpoints;

/// <summary>A table <c>orders</c> by <c>orderId</c>, made by a call.</summary>
internal static class OrdersTable
{
    public static Task CreateAsync(AmazonDynamoDBClient client) => client.CreateTableAsync(
        new CreateTableRequest
        {
            TableName = "orders",
            AttributeDefinitions = [new("orderId", ScalarAttributeType.S)],
            KeySchema = [new("orderId", KeyType.HASH)],
            BillingMode = BillingMode.PAY_PER_REQUEST,
        },
        TestContext.Current.CancellationToken);

    public static Dictionary<string, AttributeValue> Key(string orderId) =>
        new(StringComparer.Ordinal) { ["orderId"] = new(orderId) };
}

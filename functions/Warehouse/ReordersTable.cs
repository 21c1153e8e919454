using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Waybill.Warehouse;

/// <summary>Keeps one record a reorder in DynamoDB; placing the same one again changes nothing.</summary>
public sealed class ReordersTable(IAmazonDynamoDB dynamoDb, string tableName)
{
    public Task PutAsync(Reorder reorder, CancellationToken cancellationToken) => dynamoDb.PutItemAsync(
        new PutItemRequest
        {
            TableName = tableName,
            Item = new()
            {
                ["reorderId"] = new(reorder.ReorderId),
                ["sku"] = new(reorder.Sku),
                ["quantity"] = Number(reorder.Quantity),
                ["supplier"] = new(reorder.Supplier),
                ["shortage"] = Number(reorder.Shortage),
            },
        },
        cancellationToken);

    private static AttributeValue Number(int value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };
}

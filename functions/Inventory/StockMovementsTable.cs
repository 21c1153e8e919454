using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Waybill.Inventory;

/// <summary>Keeps one record a movement in DynamoDB: begun, or applied with the levels it led to.</summary>
public sealed class StockMovementsTable(IAmazonDynamoDB dynamoDb, string tableName)
{
    /// <summary>Most keys of one BatchGetItem (API reference).</summary>
    private const int BatchLimit = 100;

    /// <returns>The levels a movement led to when it has been applied before; null when it is to be applied now.</returns>
    public async Task<IReadOnlyList<StockLevel>?> BeginAsync(string movementId, CancellationToken cancellationToken)
    {
        var begun = new PutItemRequest
        {
            TableName = tableName,
            Item = Key(movementId),
            ConditionExpression = "attribute_not_exists(movementId)",
        };
        try
        {
            await dynamoDb.PutItemAsync(begun, cancellationToken);
            return null;
        }
        catch (ConditionalCheckFailedException)
        {
            var known = new GetItemRequest { TableName = tableName, Key = Key(movementId), ConsistentRead = true };
            var item = (await dynamoDb.GetItemAsync(known, cancellationToken)).Item;
            return item.TryGetValue("levels", out var levels)
                ? JsonSerializer.Deserialize(levels.S, InventoryJson.Default.IReadOnlyListStockLevel)
                : null;
        }
    }

    public Task AppliedAsync(string movementId, IReadOnlyList<StockLevel> levels, CancellationToken cancellationToken)
    {
        var applied = new PutItemRequest
        {
            TableName = tableName,
            Item = new(Key(movementId))
            {
                ["applied"] = new() { BOOL = true },
                ["levels"] = new(JsonSerializer.Serialize(levels, InventoryJson.Default.IReadOnlyListStockLevel)),
            },
        };
        return dynamoDb.PutItemAsync(applied, cancellationToken);
    }

    /// <summary>Those of the given movements that are applied; of very many, some.</summary>
    public async Task<IReadOnlyCollection<string>> AppliedOfAsync(IEnumerable<string> movementIds, CancellationToken cancellationToken)
    {
        var request = new BatchGetItemRequest
        {
            RequestItems = new()
            {
                [tableName] = new KeysAndAttributes
                {
                    Keys = [.. movementIds.Take(BatchLimit).Select(Key)],
                    ProjectionExpression = "movementId, applied",
                    ConsistentRead = true,
                },
            },
        };
        var found = (await dynamoDb.BatchGetItemAsync(request, cancellationToken)).Responses[tableName];
        return [.. found.Where(item => item.ContainsKey("applied")).Select(item => item["movementId"].S)];
    }

    private static Dictionary<string, AttributeValue> Key(string movementId) => new() { ["movementId"] = new(movementId) };
}

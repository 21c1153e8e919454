using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Waybill.Inventory;

/// <summary>A level, and the movements that it has seen and not forgotten yet.</summary>
public sealed record MarkedLevel(StockLevel Level, IReadOnlyList<string> Marks);

/// <summary>Keeps one record a product in DynamoDB; a product nobody has moved yet has none.</summary>
public sealed class StockLevelsTable(IAmazonDynamoDB dynamoDb, string tableName)
{
    private static readonly StockLevel Initial = StockLevel.Initial;

    /// <summary>Changes a level unless the movement has already changed it; answers with the level as it is now.</summary>
    public async Task<MarkedLevel> ChangeAsync(string movementId, MovementLine line, CancellationToken cancellationToken)
    {
        var request = new UpdateItemRequest
        {
            TableName = tableName,
            Key = Key(line.Sku),
            ConditionExpression = "attribute_not_exists(marks) OR NOT contains(marks, :movement)",
            UpdateExpression = """
                SET onHand = if_not_exists(onHand, :initial) + :onHand, inInspection = if_not_exists(inInspection, :none) + :inInspection,
                    received = if_not_exists(received, :none) + :received, reorderPoint = if_not_exists(reorderPoint, :reorderPoint),
                    reorderQuantity = if_not_exists(reorderQuantity, :reorderQuantity)
                ADD marks :marks
                """,
            ExpressionAttributeValues = new()
            {
                [":movement"] = new(movementId),
                [":marks"] = new([movementId]),
                [":initial"] = Number(Initial.OnHand),
                [":none"] = Number(0),
                [":reorderPoint"] = Number(Initial.ReorderPoint),
                [":reorderQuantity"] = Number(Initial.ReorderQuantity),
                [":onHand"] = Number(line.Change.OnHand),
                [":inInspection"] = Number(line.Change.InInspection),
                [":received"] = Number(line.Change.Received),
            },
            ReturnValues = ReturnValue.ALL_NEW,
        };
        try
        {
            return Read((await dynamoDb.UpdateItemAsync(request, cancellationToken)).Attributes);
        }
        catch (ConditionalCheckFailedException)
        {
            var seen = new GetItemRequest { TableName = tableName, Key = Key(line.Sku), ConsistentRead = true };
            return Read((await dynamoDb.GetItemAsync(seen, cancellationToken)).Item);
        }
    }

    /// <summary>Forgets movements that can no longer be repeated on this level.</summary>
    public async Task RemoveMarksAsync(string sku, IReadOnlyCollection<string> movementIds, CancellationToken cancellationToken)
    {
        if (movementIds.Count == 0)
        {
            return;
        }

        var request = new UpdateItemRequest
        {
            TableName = tableName,
            Key = Key(sku),
            UpdateExpression = "DELETE marks :applied",
            ExpressionAttributeValues = new() { [":applied"] = new([.. movementIds]) },
        };
        await dynamoDb.UpdateItemAsync(request, cancellationToken);
    }

    private static MarkedLevel Read(Dictionary<string, AttributeValue> item)
    {
        int Field(string name) => int.Parse(item[name].N, CultureInfo.InvariantCulture);
        var level = new StockLevel(
            item["sku"].S, Field("onHand"), Field("inInspection"), Field("reorderPoint"), Field("reorderQuantity"), Field("received"));
        return new MarkedLevel(level, item.TryGetValue("marks", out var marks) ? marks.SS : []);
    }

    private static Dictionary<string, AttributeValue> Key(string sku) => new() { ["sku"] = new(sku) };

    private static AttributeValue Number(int value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };
}

using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Table = Waybill.Local.Account.Table;

namespace Waybill.Local.Dynamo;

/// <summary>The CreateTable call a template's table stands for; what has no effect on a laptop,
/// the template's reader has left out.</summary>
internal static class CreateTableInput
{
    public static CreateTableRequest Read(Table table)
    {
        var request = new CreateTableRequest { TableName = table.Name };
        foreach (var member in table.CreateTableInput.EnumerateObject())
        {
            if (!Apply(request, member))
            {
                throw new DynamoDbStartException(
                    $"Table {table.Name} has {member.Name}, which laptop mode's DynamoDB cannot do: {member.Value}");
            }
        }
        return request;
    }

    private static bool Apply(CreateTableRequest request, JsonProperty member)
    {
        switch (member.Name)
        {
            case "TableName":
                break;
            case "AttributeDefinitions":
                request.AttributeDefinitions = [.. member.Value.EnumerateArray().Select(attribute =>
                    new AttributeDefinition(Text(attribute, "AttributeName"), new ScalarAttributeType(Text(attribute, "AttributeType"))))];
                break;
            case "KeySchema":
                request.KeySchema = Keys(member.Value);
                break;
            case "BillingMode":
                request.BillingMode = new BillingMode(member.Value.GetString());
                break;
            case "ProvisionedThroughput":
                request.ProvisionedThroughput = Throughput(member.Value);
                break;
            case "GlobalSecondaryIndexes":
                request.GlobalSecondaryIndexes = [.. member.Value.EnumerateArray().Select(GlobalIndex)];
                break;
            case "LocalSecondaryIndexes":
                request.LocalSecondaryIndexes = [.. member.Value.EnumerateArray().Select(LocalIndex)];
                break;
            default:
                return false;
        }
        return true;
    }

    private static GlobalSecondaryIndex GlobalIndex(JsonElement index) => new()
    {
        IndexName = Text(index, "IndexName"),
        KeySchema = Keys(index.GetProperty("KeySchema")),
        Projection = Projected(index),
        ProvisionedThroughput = index.TryGetProperty("ProvisionedThroughput", out var throughput) ? Throughput(throughput) : null,
    };

    private static LocalSecondaryIndex LocalIndex(JsonElement index) => new()
    {
        IndexName = Text(index, "IndexName"),
        KeySchema = Keys(index.GetProperty("KeySchema")),
        Projection = Projected(index),
    };

    private static List<KeySchemaElement> Keys(JsonElement keys) =>
        [.. keys.EnumerateArray().Select(key => new KeySchemaElement(Text(key, "AttributeName"), new KeyType(Text(key, "KeyType"))))];

    private static Projection Projected(JsonElement index)
    {
        var projection = index.GetProperty("Projection");
        return new Projection
        {
            ProjectionType = new ProjectionType(Text(projection, "ProjectionType")),
            NonKeyAttributes = projection.TryGetProperty("NonKeyAttributes", out var names)
                ? [.. names.EnumerateArray().Select(name => name.GetString()!)]
                : null,
        };
    }

    private static ProvisionedThroughput Throughput(JsonElement throughput) => new(
        throughput.GetProperty("ReadCapacityUnits").GetInt64(), throughput.GetProperty("WriteCapacityUnits").GetInt64());

    private static string Text(JsonElement element, string member) => element.GetProperty(member).GetString()!;
}

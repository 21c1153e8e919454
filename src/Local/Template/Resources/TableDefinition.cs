using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Waybill.Local.Account;
using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Template.Resources;

/// <summary>What both kinds of table have in common.</summary>
internal static class TableDefinition
{
    public static Dictionary<string, string> WithoutEffect { get; } = new(StringComparer.Ordinal)
    {
        ["PointInTimeRecoverySpecification"] = "backups",
        ["SSESpecification"] = "encryption at rest",
        ["DeletionProtectionEnabled"] = "tables live as long as the laptop's state",
        ["ContributorInsightsSpecification"] = "not measured",
        ["TableClass"] = "price",
        ["OnDemandThroughput"] = "throughput is the machine's",
        ["WarmThroughput"] = "throughput is the machine's",
        ["GlobalSecondaryIndexes[].ContributorInsightsSpecification"] = "not measured",
        ["GlobalSecondaryIndexes[].OnDemandThroughput"] = "throughput is the machine's",
        ["GlobalSecondaryIndexes[].WarmThroughput"] = "throughput is the machine's",
        ["Tags"] = "tags",
    };

    public static string Name(Resource table) => table.Name("TableName", 255, "A-Za-z0-9_.-");

    public static string Arn(Resource table) => table.Stack.Arn("dynamodb", $"table/{Name(table)}");

    public static void Read(Resource table, JsonObject createTable, Draft draft)
    {
        foreach (var required in new[] { "AttributeDefinitions", "KeySchema" })
        {
            if (createTable[required] is null)
            {
                table.Missing(required);
            }
        }

        DropIgnored(createTable);
        var input = JsonSerializer.SerializeToElement<JsonNode>(createTable);
        draft.Add(draft.Tables, table, new Table(Name(table), Arn(table), input, TimeToLive(table)));
    }

    /// <summary>CloudFormation takes capacity units as texts; CreateTable wants numbers.</summary>
    public static JsonNode WithNumbers(JsonNode value) => value switch
    {
        JsonObject members => new JsonObject(members.Where(member => member.Value is not null).Select(member =>
            KeyValuePair.Create(member.Key, IsUnits(member.Key, member.Value!, out var units) ? units : WithNumbers(member.Value!)))!),
        JsonArray items => new JsonArray([.. items.OfType<JsonNode>().Select(WithNumbers)]),
        _ => value.DeepClone(),
    };

    private static bool IsUnits(string name, JsonNode value, out JsonNode units)
    {
        var isText = value.GetValueKind() == JsonValueKind.String;
        var isNumber = long.TryParse(isText ? value.GetValue<string>() : "", CultureInfo.InvariantCulture, out var number);
        units = JsonValue.Create(number);
        return isNumber && name.EndsWith("CapacityUnits", StringComparison.Ordinal);
    }

    private static void DropIgnored(JsonObject createTable)
    {
        const string Index = "GlobalSecondaryIndexes[].";
        var ignored = WithoutEffect.Keys.Where(path => path.StartsWith(Index, StringComparison.Ordinal)).Select(
            path => path[Index.Length..]);
        foreach (var index in (createTable["GlobalSecondaryIndexes"] as JsonArray ?? []).OfType<JsonObject>())
        {
            foreach (var name in ignored)
            {
                index.Remove(name);
            }
        }
    }

    private static string? TimeToLive(Resource table)
    {
        var specification = table["TimeToLiveSpecification"];
        return table.Member("TimeToLiveSpecification", specification, "Enabled") == "true"
            ? table.Member("TimeToLiveSpecification", specification, "AttributeName")
                ?? table.Missing("TimeToLiveSpecification.AttributeName")
            : null;
    }
}

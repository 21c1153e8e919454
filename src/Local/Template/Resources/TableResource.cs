using System.Text.Json;
using System.Text.Json.Nodes;

namespace Waybill.Local.Template.Resources;

internal sealed class TableResource : ResourceKind
{
    /// <summary>Properties that CreateTable takes under the same name.</summary>
    private static readonly string[] Passed =
        ["AttributeDefinitions", "KeySchema", "BillingMode", "ProvisionedThroughput", "GlobalSecondaryIndexes", "LocalSecondaryIndexes"];

    public override string Type => "AWS::DynamoDB::Table";

    public override PropertyTable Properties { get; } = new()
    {
        Obeyed =
        [
            "TableName", "AttributeDefinitions", "KeySchema", "BillingMode", "ProvisionedThroughput", "LocalSecondaryIndexes",
            "GlobalSecondaryIndexes[].IndexName", "GlobalSecondaryIndexes[].KeySchema", "GlobalSecondaryIndexes[].Projection",
            "GlobalSecondaryIndexes[].ProvisionedThroughput",
            "TimeToLiveSpecification.AttributeName", "TimeToLiveSpecification.Enabled",
        ],
        WithoutEffect = TableDefinition.WithoutEffect,
        Refused =
        {
            ["StreamSpecification"] = "the local DynamoDB has no streams",
            ["KinesisStreamSpecification"] = "there is no Kinesis here",
            ["ImportSourceSpecification"] = "there is no S3 here; fill the table from a test or a script",
            ["ResourcePolicy"] = "tables are guarded by the callers' roles only",
        },
    };

    public override string Reference(Resource table) => TableDefinition.Name(table);

    public override string? Attribute(Resource table, string name) => name == "Arn" ? TableDefinition.Arn(table) : null;

    public override void Read(Resource table, Draft draft)
    {
        var input = new JsonObject { ["TableName"] = TableDefinition.Name(table) };
        foreach (var property in Passed.Where(property => table[property] is not null))
            input[property] = TableDefinition.WithNumbers(table[property]!);
        TableDefinition.Read(table, input, draft);
    }
}

/// <summary>The table CDK's <c>TableV2</c> makes: one replica, in the stack's own region, is an ordinary table.</summary>
internal sealed class GlobalTableResource : ResourceKind
{
    public override string Type => "AWS::DynamoDB::GlobalTable";

    public override PropertyTable Properties { get; } = new()
    {
        Obeyed =
        [
            "TableName", "AttributeDefinitions", "KeySchema", "LocalSecondaryIndexes", "Replicas[].Region",
            "GlobalSecondaryIndexes[].IndexName", "GlobalSecondaryIndexes[].KeySchema", "GlobalSecondaryIndexes[].Projection",
            "TimeToLiveSpecification.AttributeName", "TimeToLiveSpecification.Enabled",
        ],
        OnlyAs = { ["BillingMode"] = "PAY_PER_REQUEST" },
        WithoutEffect = new(TableDefinition.WithoutEffect, StringComparer.Ordinal)
        {
            ["WriteOnDemandThroughputSettings"] = "throughput is the machine's",
            ["Replicas[].GlobalSecondaryIndexes"] = "throughput is the machine's",
            ["Replicas[].PointInTimeRecoverySpecification"] = "backups",
            ["Replicas[].DeletionProtectionEnabled"] = "tables live as long as the laptop's state",
            ["Replicas[].ContributorInsightsSpecification"] = "not measured",
            ["Replicas[].SSESpecification"] = "encryption at rest",
            ["Replicas[].TableClass"] = "price",
            ["Replicas[].Tags"] = "tags",
        },
        Refused = { ["StreamSpecification"] = "the local DynamoDB has no streams" },
    };

    public override string Reference(Resource table) => TableDefinition.Name(table);

    public override string? Attribute(Resource table, string name) => name == "Arn" ? TableDefinition.Arn(table) : null;

    public override void Read(Resource table, Draft draft)
    {
        var regions = table.List("Replicas").Select(replica => table.Member("Replicas[]", replica, "Region") ?? table.Missing("Replicas[].Region"));
        foreach (var region in regions.Where(region => region != table.Stack.Region))
            table.Report("Replicas[].Region", $"a replica in {region} is not supported; supported: one in {table.Stack.Region}");
        if (table.Text("BillingMode") is null)
            table.Missing("BillingMode");

        var input = new JsonObject { ["TableName"] = TableDefinition.Name(table), ["BillingMode"] = "PAY_PER_REQUEST" };
        foreach (var property in new[] { "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "LocalSecondaryIndexes" })
        {
            if (table[property] is { } value)
                input[property] = value.DeepClone();
        }

        TableDefinition.Read(table, input, draft);
    }
}

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

    public static string Name(Resource table) => table.Name("TableName", 255);

    public static string Arn(Resource table) => table.Stack.Arn("dynamodb", $"table/{Name(table)}");

    public static void Read(Resource table, JsonObject createTable, Draft draft)
    {
        foreach (var required in new[] { "AttributeDefinitions", "KeySchema" })
        {
            if (createTable[required] is null)
                table.Missing(required);
        }

        DropIgnored(createTable);
        draft.Add(draft.Tables, table, new Table(Name(table), Arn(table), JsonSerializer.SerializeToElement<JsonNode>(createTable), TimeToLive(table)));
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
        var isUnits = name.EndsWith("CapacityUnits", StringComparison.Ordinal) & long.TryParse(isText ? value.GetValue<string>() : "", out var number);
        units = JsonValue.Create(number);
        return isUnits;
    }

    private static void DropIgnored(JsonObject createTable)
    {
        const string Index = "GlobalSecondaryIndexes[].";
        var ignored = WithoutEffect.Keys.Where(path => path.StartsWith(Index, StringComparison.Ordinal)).Select(path => path[Index.Length..]);
        foreach (var index in (createTable["GlobalSecondaryIndexes"] as JsonArray ?? []).OfType<JsonObject>())
        {
            foreach (var name in ignored)
                index.Remove(name);
        }
    }

    private static string? TimeToLive(Resource table)
    {
        var specification = table["TimeToLiveSpecification"];
        return table.Member("TimeToLiveSpecification", specification, "Enabled") == "true"
            ? table.Member("TimeToLiveSpecification", specification, "AttributeName") ?? table.Missing("TimeToLiveSpecification.AttributeName")
            : null;
    }
}

using System.Text.Json.Nodes;
using Waybill.Local.Template.Stacks;

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
        {
            input[property] = TableDefinition.WithNumbers(table[property]!);
        }

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
        var regions = table.List("Replicas").Select(
            replica => table.Member("Replicas[]", replica, "Region") ?? table.Missing("Replicas[].Region"));
        foreach (var region in regions.Where(region => region != table.Stack.Region))
        {
            table.Report("Replicas[].Region", $"a replica in {region} is not supported; supported: one in {table.Stack.Region}");
        }

        if (table.Text("BillingMode") is null)
        {
            table.Missing("BillingMode");
        }

        var input = new JsonObject { ["TableName"] = TableDefinition.Name(table), ["BillingMode"] = "PAY_PER_REQUEST" };
        foreach (var property in new[] { "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "LocalSecondaryIndexes" })
        {
            if (table[property] is { } value)
            {
                input[property] = value.DeepClone();
            }
        }

        TableDefinition.Read(table, input, draft);
    }
}

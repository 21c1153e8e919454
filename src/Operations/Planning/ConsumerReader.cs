using System.Text.Json;
using static Waybill.Catalog.Routing.TemplateJson;

namespace Waybill.Operations.Planning;

/// <summary>Reads the consumers of a template: each function that a mapping at work polls a queue for.</summary>
internal static class ConsumerReader
{
    private static readonly string[] WriteActions =
        ["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems", "PartiQLInsert", "PartiQLUpdate", "*"];

    public static IEnumerable<DeployedConsumer> Read(TemplateStack stack) =>
        from mapping in stack.Of("AWS::Lambda::EventSourceMapping")
        where Member(mapping.Properties, "Enabled").ValueKind != JsonValueKind.False
        let function = stack.At(Member(mapping.Properties, "FunctionName"))
        where function.ValueKind == JsonValueKind.Object
        select Read(stack, mapping.Properties, function);

    /// <summary>Defaults are CloudFormation's.</summary>
    private static DeployedConsumer Read(TemplateStack stack, JsonElement mapping, JsonElement function)
    {
        var variables = Member(Member(function, "Environment"), "Variables");
        var records = Member(variables, "IDEMPOTENCY_TABLE");
        var table = stack.At(records);
        var name = Text(Member(variables, "ANNOTATIONS_HANDLER")) ?? Text(Member(function, "FunctionName")) ?? "?";
        return new DeployedConsumer(Text(Member(function, "Handler"))?.Split("::")[0] ?? "", name)
        {
            BatchSize = TemplateStack.Number(mapping, "BatchSize") ?? 10,
            Window = TimeSpan.FromSeconds(TemplateStack.Number(mapping, "MaximumBatchingWindowInSeconds") ?? 0),
            MaximumConcurrency = TemplateStack.Number(Member(mapping, "ScalingConfig"), "MaximumConcurrency"),
            MemoryMegabytes = TemplateStack.Number(function, "MemorySize") ?? 128,
            Architecture = TemplateStack.Items(Member(function, "Architectures")).Select(Text).FirstOrDefault() ?? "x86_64",
            LogDays = StackReader.Kept(stack.At(Member(Member(function, "LoggingConfig"), "LogGroup")), "RetentionInDays"),
            Records = records.ValueKind == JsonValueKind.Undefined ? null : stack.Name(records, "TableName"),
            RecordDays = int.TryParse(Text(Member(variables, "IDEMPOTENCY_RETENTION_DAYS")), out var days) ? days : StackReader.ForEver,
            RecordsAreBackedUp = Member(Member(table, "PointInTimeRecoverySpecification"), "PointInTimeRecoveryEnabled").ValueKind
                == JsonValueKind.True,
            Writes = Writes(stack, LogicalId(Member(function, "Role")), LogicalId(records)),
        };
    }

    /// <summary>Whether a policy of its role grants a write on a table that is not for records.</summary>
    private static bool Writes(TemplateStack stack, string? role, string? records) => stack.Of("AWS::IAM::Policy")
        .Where(policy => TemplateStack.Items(Member(policy.Properties, "Roles")).Any(one => role is not null && LogicalId(one) == role))
        .SelectMany(policy => TemplateStack.Items(Member(Member(policy.Properties, "PolicyDocument"), "Statement")))
        .Where(statement => Text(Member(statement, "Effect")) != "Deny" && TemplateStack.Items(Member(statement, "Action"))
            .Any(action => Text(action)?.Split(':') is ["dynamodb", var verb] && WriteActions.Contains(verb, StringComparer.Ordinal)))
        .Any(statement => TemplateStack.Items(Member(statement, "Resource")).Any(resource => LogicalId(resource) != records));
}

using System.Text.Json.Nodes;
using Waybill.Local.Account;
using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Template.Resources;

internal sealed class EventSourceMappingResource : ResourceKind
{
    private const string BatchItemFailures = "ReportBatchItemFailures";

    public override string Type => "AWS::Lambda::EventSourceMapping";

    public override PropertyTable Properties { get; } = new()
    {
        Obeyed =
        [
            "FunctionName", "EventSourceArn", "BatchSize", "MaximumBatchingWindowInSeconds", "FunctionResponseTypes", "Enabled",
            "ScalingConfig.MaximumConcurrency",
        ],
        WithoutEffect =
        {
            ["KmsKeyArn"] = "encryption at rest",
            ["MetricsConfig"] = "the mapping's own metrics are not kept",
            ["Tags"] = "tags",
        },
        Refused =
        {
            ["FilterCriteria"] = "filter in the rule's event pattern",
            ["ProvisionedPollerConfig"] = "pollers scale with the backlog",
        },
    };

    public override string Reference(Resource mapping) => PhysicalName.Uuid(mapping.Stack.Name, mapping.LogicalId);

    public override string? Attribute(Resource mapping, string name) => name switch
    {
        "Id" => Reference(mapping),
        "EventSourceMappingArn" => Arn(mapping),
        _ => null,
    };

    public override void Read(Resource mapping, Draft draft)
    {
        var window = mapping.Seconds("MaximumBatchingWindowInSeconds", 0, 0, 300);
        var batchSize = mapping.Integer("BatchSize", 10, 1, 10_000);
        if (batchSize > 10 && window == TimeSpan.Zero)
        {
            mapping.Report("MaximumBatchingWindowInSeconds", $"must be at least 1 when BatchSize is over 10, and BatchSize is {batchSize}");
        }

        draft.Add(draft.Mappings, mapping, new EventSourceMapping(
            Arn(mapping),
            FunctionName(mapping.RequiredText("FunctionName")),
            mapping.RequiredText("EventSourceArn"),
            batchSize,
            window,
            ReportsBatchItemFailures(mapping),
            MaximumConcurrency(mapping),
            mapping.Boolean("Enabled", otherwise: true)));
    }

    private string Arn(Resource mapping) => mapping.Stack.Arn("lambda", $"event-source-mapping:{Reference(mapping)}");

    private static bool ReportsBatchItemFailures(Resource mapping)
    {
        var types = mapping.Texts("FunctionResponseTypes");
        foreach (var type in types.Where(type => type != BatchItemFailures))
        {
            mapping.Report("FunctionResponseTypes", $"'{type}' is not supported; supported: {BatchItemFailures}");
        }

        return types.Contains(BatchItemFailures, StringComparer.Ordinal);
    }

    private static int? MaximumConcurrency(Resource mapping)
    {
        const string Path = "ScalingConfig.MaximumConcurrency";
        return mapping.Member("ScalingConfig", mapping["ScalingConfig"], "MaximumConcurrency") is { } value
            ? mapping.Integer(Path, JsonValue.Create(value), 2, 2, 1000)
            : null;
    }

    /// <summary>A function is given by its name, its ARN or <c>account:function:name</c>.</summary>
    private static string FunctionName(string given) => given.Split("function:")[^1];
}

using System.Text.Json.Nodes;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
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
            "ScalingConfig.MaximumConcurrency", "FilterCriteria.Filters[].Pattern",
        ],
        WithoutEffect =
        {
            ["KmsKeyArn"] = "encryption at rest",
            ["MetricsConfig"] = "the mapping's own metrics are not kept",
            ["Tags"] = "tags",
        },
        Refused =
        {
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
            mapping.Boolean("Enabled", otherwise: true))
        {
            Filters = Filters(mapping),
        });
    }

    private static List<string>? Filters(Resource mapping)
    {
        const string Path = "FilterCriteria.Filters[].Pattern";
        var filters = ((mapping["FilterCriteria"] as JsonObject)?["Filters"] as JsonArray ?? []).OfType<JsonObject>()
            .Select(filter => mapping.Member("FilterCriteria.Filters[]", filter, "Pattern") ?? mapping.Missing(Path)).ToList();
        foreach (var problem in filters.Where(filter => filter.Length > 0).Select(MappingOperations.FilterProblem).OfType<string>())
        {
            mapping.Report(Path, problem);
        }

        return filters.Count == 0 ? null : filters;
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
    public static string FunctionName(string given) => given.Split("function:")[^1];
}

using System.Text.Json.Nodes;
using Waybill.Local.Account;
using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Template.Resources;

/// <summary>How a function is called when nobody waits for its answer.</summary>
internal sealed class EventInvokeConfigResource : ResourceKind
{
    public override string Type => "AWS::Lambda::EventInvokeConfig";

    public override PropertyTable Properties { get; } = new()
    {
        Obeyed =
        [
            "FunctionName", "MaximumRetryAttempts", "MaximumEventAgeInSeconds", "DestinationConfig.OnSuccess.Destination",
            "DestinationConfig.OnFailure.Destination",
        ],
        OnlyAs = { ["Qualifier"] = "$LATEST" },
    };

    public override void Read(Resource config, Draft draft)
    {
        var function = EventSourceMappingResource.FunctionName(config.RequiredText("FunctionName"));
        var arn = config.Stack.Arn("lambda", $"function:{function}");
        draft.Add(draft.InvokeConfigs, config, new EventInvokeConfig(EventInvokeConfig.ArnOf(arn), arn)
        {
            MaximumRetryAttempts = config["MaximumRetryAttempts"] is null ? null : config.Integer("MaximumRetryAttempts", 0, 0, 2),
            MaximumEventAge = config["MaximumEventAgeInSeconds"] is null
                ? null
                : config.Seconds("MaximumEventAgeInSeconds", 0, 60, 21_600),
            OnSuccessArn = Destination(config, "OnSuccess"),
            OnFailureArn = Destination(config, "OnFailure"),
        });
    }

    private static string? Destination(Resource config, string when) => config.Member(
        $"DestinationConfig.{when}", (config["DestinationConfig"] as JsonObject)?[when], "Destination");
}

using System.Text.Json.Nodes;
using Waybill.Local.Account;
using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Template.Resources;

internal sealed class AlarmResource : ResourceKind
{
    private static readonly string[] Comparisons =
        ["GreaterThanThreshold", "GreaterThanOrEqualToThreshold", "LessThanThreshold", "LessThanOrEqualToThreshold"];

    private static readonly string[] MissingData = ["breaching", "notBreaching", "ignore", "missing"];

    private static readonly string[] Statistics = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"];

    public override string Type => "AWS::CloudWatch::Alarm";

    public override PropertyTable Properties { get; } = new()
    {
        Obeyed =
        [
            "AlarmName", "Namespace", "MetricName", "Dimensions[].Name", "Dimensions[].Value", "Statistic", "Period", "EvaluationPeriods",
            "DatapointsToAlarm", "Threshold", "ComparisonOperator", "TreatMissingData", "AlarmActions", "ActionsEnabled",
            "AlarmDescription",
        ],
        WithoutEffect =
        {
            ["OKActions"] = "an alarm's state is shown, nobody is told that it is over",
            ["InsufficientDataActions"] = "an alarm's state is shown, nobody is told that data is missing",
            ["Unit"] = "metrics are kept without units",
            ["Tags"] = "tags",
        },
        Refused =
        {
            ["Metrics"] = "metric math is not evaluated here; alarm on one metric",
            ["ExtendedStatistic"] = "percentiles are not kept; use Statistic",
            ["EvaluateLowSampleCountPercentile"] = "percentiles are not kept; use Statistic",
            ["ThresholdMetricId"] = "anomaly detection is not done here; use Threshold",
        },
    };

    public override string Reference(Resource alarm) => Name(alarm);

    public override string? Attribute(Resource alarm, string name) => name == "Arn" ? Arn(alarm) : null;

    public override void Read(Resource alarm, Draft draft)
    {
        if (alarm["Metrics"] is not null)
        {
            return;
        }

        var periods = alarm.Integer("EvaluationPeriods", 1, 1, int.MaxValue);
        if (alarm["EvaluationPeriods"] is null)
        {
            alarm.Missing("EvaluationPeriods");
        }

        draft.Add(draft.Alarms, alarm, new MetricAlarm
        {
            Name = Name(alarm),
            Arn = Arn(alarm),
            Description = alarm.Text("AlarmDescription"),
            Namespace = alarm.RequiredText("Namespace"),
            MetricName = alarm.RequiredText("MetricName"),
            Dimensions = Dimensions(alarm),
            Statistic = alarm["ExtendedStatistic"] is null ? OneOf(alarm, "Statistic", null, Statistics) : "",
            Period = alarm.Seconds("Period", 60, 1, 86_400),
            EvaluationPeriods = periods,
            DatapointsToAlarm = alarm.Integer("DatapointsToAlarm", periods, 1, periods),
            Threshold = alarm.RequiredNumber("Threshold"),
            ComparisonOperator = OneOf(alarm, "ComparisonOperator", null, Comparisons),
            TreatMissingData = OneOf(alarm, "TreatMissingData", "missing", MissingData),
            AlarmActions = alarm.Boolean("ActionsEnabled", otherwise: true) ? alarm.Texts("AlarmActions") : [],
        });
    }

    private static Dictionary<string, string> Dimensions(Resource alarm)
    {
        var dimensions = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var dimension in alarm.List("Dimensions").OfType<JsonObject>())
        {
            var name = alarm.Member("Dimensions[]", dimension, "Name") ?? alarm.Missing("Dimensions[].Name");
            dimensions[name] = alarm.Member("Dimensions[]", dimension, "Value") ?? alarm.Missing("Dimensions[].Value");
        }

        return dimensions;
    }

    private static string OneOf(Resource alarm, string property, string? otherwise, string[] allowed)
    {
        var given = alarm.Text(property) ?? otherwise ?? alarm.Missing(property);
        if (given.Length > 0 && !allowed.Contains(given, StringComparer.Ordinal))
        {
            alarm.Report(property, $"'{given}' is not supported; supported: {string.Join(", ", allowed)}");
        }

        return given;
    }

    private static string Name(Resource alarm) => alarm.Name("AlarmName", 255, @"\s\S");

    private static string Arn(Resource alarm) => alarm.Stack.Arn("cloudwatch", $"alarm:{Name(alarm)}");
}

internal sealed class DashboardResource : ResourceKind
{
    public override string Type => "AWS::CloudWatch::Dashboard";

    public override PropertyTable Properties { get; } = new()
    {
        WithoutEffect =
        {
            ["DashboardName"] = "dashboards are CloudWatch's; the laptop has its own page",
            ["DashboardBody"] = "dashboards are CloudWatch's; the laptop has its own page",
        },
    };

    public override string Reference(Resource dashboard) => dashboard.Name("DashboardName", 255, "A-Za-z0-9_-");
}

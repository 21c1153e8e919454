using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.Protocol;
using Waybill.Local.Metrics;

namespace Waybill.Local.Endpoints.CloudWatch;

/// <summary>PutMetricAlarm and PutCompositeAlarm.</summary>
/// <remarks>Source: CloudWatch API reference, the operations of these names. Tags are taken and not kept. Alarms on expressions, PromQL or
/// anomaly bands, periods under a minute, and suppressors of actions are refused by name.</remarks>
internal sealed class AlarmPutting(LiveAccount account)
{
    private const int MostActions = 5;
    private const int LongestEvaluation = 86_400;

    private static readonly string[] OfMetrics = ["Metrics", "EvaluationCriteria", "EvaluationInterval", "ThresholdMetricId"];

    private static readonly string[] OfSuppressors =
        ["ActionsSuppressor", "ActionsSuppressorWaitPeriod", "ActionsSuppressorExtensionPeriod"];

    private static readonly Refusal Expressions = With("PutMetricAlarm", OfMetrics);

    private static readonly Refusal Suppressors = With("PutCompositeAlarm", OfSuppressors);

    private static readonly Refusal OtherStatistic = new(
        "CloudWatch", "PutMetricAlarm", "ExtendedStatistic other than percentiles",
        statistic => CloudWatchError.Validation(
            $"The value {statistic} for parameter ExtendedStatistic is not supported. Laptop mode has percentiles from p0 to p100."));

    /// <summary>With periods of an hour or more, an alarm of AWS's looks back seven days; metrics are kept for two.</summary>
    private static readonly Refusal MoreThanADay = new(
        "CloudWatch", "PutMetricAlarm", "more than a day of periods",
        _ => CloudWatchError.Validation(
            "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400): laptop mode looks "
                + "back no further."));

    public async Task PutMetricAlarmAsync(AwsCall call, Utf8JsonWriter json)
    {
        var input = Input.OfAlarms(call);
        var name = Name(call, input, "cloudwatch:PutMetricAlarm");
        Refuse(input, OfMetrics, Expressions);
        var periods = input.Whole("EvaluationPeriods") ?? throw CloudWatchError.Missing("EvaluationPeriods");
        var alarm = new MetricAlarm
        {
            Name = name,
            Arn = AlarmOperations.Arn(call.Scope, name),
            Namespace = input.Namespace(),
            MetricName = input.Required("MetricName", 255),
            Dimensions = input.Dimensions(),
            Unit = input.Unit(),
            Statistic = StatisticOf(input),
            Period = input.Period(),
            EvaluationPeriods = periods,
            DatapointsToAlarm = input.Whole("DatapointsToAlarm", most: periods),
            Threshold = input.Number("Threshold") ?? throw CloudWatchError.Missing("Threshold"),
            ComparisonOperator = input.OneOf("ComparisonOperator", AlarmRules.Comparisons)
                ?? throw CloudWatchError.Missing("ComparisonOperator"),
            TreatMissingData = input.OneOf("TreatMissingData", AlarmRules.Treatments),
            EvaluateLowSampleCountPercentile = input.OneOf("EvaluateLowSampleCountPercentile", ["evaluate", "ignore"]),
        };
        Check(alarm);
        await PutAsync(WithActions(alarm, input), call);
    }

    public async Task PutCompositeAlarmAsync(AwsCall call, Utf8JsonWriter json)
    {
        var input = Input.OfAlarms(call);
        var name = Name(call, input, "cloudwatch:PutCompositeAlarm");
        Refuse(input, OfSuppressors, Suppressors);
        var alarm = new CompositeAlarm
        {
            Name = name,
            Arn = AlarmOperations.Arn(call.Scope, name),
            Rule = input.Required("AlarmRule", 10_240),
        };
        await PutAsync(WithActions(alarm, input), call);
    }

    private static string Name(AwsCall call, Input input, string action)
    {
        var name = input.Required("AlarmName", AlarmNames.Longest);
        AlarmNames.Require(call, action, [name]);
        return name;
    }

    private Task PutAsync(AlarmDefinition alarm, AwsCall call) =>
        account.ChangeAsync(change => AlarmOperations.Put(change, alarm), call.Cancellation);

    private static Refusal With(string operation, string[] members) => new(
        "CloudWatch", operation, string.Join(", ", members),
        member => CloudWatchError.Validation($"Laptop mode does not evaluate alarms with {member}."));

    private static void Refuse(Input input, string[] members, Refusal refusal)
    {
        if (members.FirstOrDefault(input.Has) is { } member)
        {
            throw refusal.Error(member);
        }
    }

    private static string StatisticOf(Input input)
    {
        var simple = input.OneOf("Statistic", Statistic.Simple);
        var extended = input.Text("ExtendedStatistic", 255);
        if (simple is null == extended is null)
        {
            throw CloudWatchError.Validation(
                simple is null
                    ? "Either Statistic or ExtendedStatistic must be specified."
                    : "Statistic and ExtendedStatistic are mutually exclusive and you have specified both.");
        }

        return extended is null || Statistic.Named(extended)?.Percent is not null
            ? simple ?? extended!
            : throw OtherStatistic.Error(extended);
    }

    private static void Check(MetricAlarm alarm)
    {
        if (alarm.Period.TotalSeconds * alarm.EvaluationPeriods > LongestEvaluation)
        {
            throw MoreThanADay.Error("");
        }

        if (alarm.EvaluateLowSampleCountPercentile is not null && Statistic.Named(alarm.Statistic)?.Percent is null)
        {
            throw CloudWatchError.Validation("EvaluateLowSampleCountPercentile is for alarms on percentiles only.");
        }
    }

    private static AlarmDefinition WithActions(AlarmDefinition alarm, Input input) => alarm with
    {
        Description = input.Text("AlarmDescription", 1024, shortest: 0),
        ActionsEnabled = input.Flag("ActionsEnabled") ?? true,
        OkActions = Arns(input, "OKActions"),
        AlarmActions = Arns(input, "AlarmActions"),
        InsufficientDataActions = Arns(input, "InsufficientDataActions"),
    };

    private static IReadOnlyList<string> Arns(Input input, string name) =>
    [
        .. input.Texts(name, MostActions, 1024).Select(arn => arn.StartsWith("arn:", StringComparison.Ordinal)
            ? arn
            : throw CloudWatchError.Validation($"Invalid arn syntax: {arn}")),
    ];
}

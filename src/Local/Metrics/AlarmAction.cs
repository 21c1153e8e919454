using System.Text.Json.Nodes;
using Waybill.Local.Account;

namespace Waybill.Local.Metrics;

/// <summary>What an alarm wants done at a change of state.</summary>
/// <param name="Arn">What is to be told: an SNS topic, say.</param>
/// <param name="Change">The change.</param>
internal sealed record AlarmAction(string Arn, AlarmChange Change)
{
    private const int LongestSubject = 100;

    /// <summary>The subject of the notification; SNS takes 100 characters.</summary>
    public string Subject(string region)
    {
        var subject = $"{Change.To}: \"{Change.Name}\" in {region}";
        return subject.Length <= LongestSubject ? subject : subject[..LongestSubject];
    }

    /// <summary>The notification that SNS hands to its subscribers.</summary>
    /// <remarks>Source: CloudWatch user guide, "Notifying users on alarm changes". <c>Region</c> is the region's code; AWS writes its name
    /// in English.</remarks>
    public string Message(string account, string region)
    {
        var alarm = Change.Alarm!;
        return AlarmText.Of(new JsonObject
        {
            ["AlarmName"] = Change.Name,
            ["AlarmDescription"] = alarm.Description,
            ["AWSAccountId"] = account,
            ["AlarmConfigurationUpdatedTimestamp"] = AlarmTime.Text(alarm.ConfiguredAt ?? Change.Time),
            ["NewStateValue"] = Change.To,
            ["NewStateReason"] = Change.Reason,
            ["StateChangeTime"] = AlarmTime.Text(Change.Time),
            ["Region"] = region,
            ["AlarmArn"] = alarm.Arn,
            ["OldStateValue"] = Change.From,
            ["OKActions"] = Texts(alarm.OkActions),
            ["AlarmActions"] = Texts(alarm.AlarmActions),
            ["InsufficientDataActions"] = Texts(alarm.InsufficientDataActions),
            [alarm is CompositeAlarm ? "AlarmRule" : "Trigger"] = Trigger(alarm),
        });
    }

    private static JsonNode? Trigger(AlarmDefinition alarm) => alarm switch
    {
        CompositeAlarm composite => composite.Rule,
        MetricAlarm metric => Trigger(metric),
        _ => null,
    };

    private static JsonObject Trigger(MetricAlarm alarm)
    {
        var percentile = Statistic.Named(alarm.Statistic)?.Percent is not null;
        var trigger = new JsonObject
        {
            ["MetricName"] = alarm.MetricName,
            ["Namespace"] = alarm.Namespace,
            ["StatisticType"] = percentile ? "ExtendedStatistic" : "Statistic",
            [percentile ? "ExtendedStatistic" : "Statistic"] = percentile ? alarm.Statistic : Capitals(alarm.Statistic),
            ["Unit"] = alarm.Unit,
            ["Dimensions"] = new JsonArray([.. alarm.Dimensions.Select(
                dimension => new JsonObject { ["value"] = dimension.Value, ["name"] = dimension.Key })]),
            ["Period"] = (int)alarm.Period.TotalSeconds,
            ["EvaluationPeriods"] = alarm.EvaluationPeriods,
            ["DatapointsToAlarm"] = alarm.DatapointsToAlarm,
            ["ComparisonOperator"] = alarm.ComparisonOperator,
            ["Threshold"] = alarm.Threshold,
            ["TreatMissingData"] = alarm.TreatMissingData ?? "missing",
            ["EvaluateLowSampleCountPercentile"] = alarm.EvaluateLowSampleCountPercentile ?? "",
        };
        return trigger;
    }

    // As SNS messages have it: AVERAGE, SAMPLE_COUNT.
    private static string Capitals(string statistic) =>
        statistic == "SampleCount" ? "SAMPLE_COUNT" : statistic.ToUpperInvariant();

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);
}

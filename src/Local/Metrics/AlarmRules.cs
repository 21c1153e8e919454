using Waybill.Local.Account;

namespace Waybill.Local.Metrics;

/// <summary>What state an alarm is in, given its definition and its data points.</summary>
/// <remarks>Source: CloudWatch user guide, "Alarm evaluation" and "Configuring how CloudWatch alarms treat missing data".</remarks>
internal static class AlarmRules
{
    public static readonly IReadOnlyList<string> Comparisons =
        ["GreaterThanOrEqualToThreshold", "GreaterThanThreshold", "LessThanThreshold", "LessThanOrEqualToThreshold"];

    public static readonly IReadOnlyList<string> Treatments = ["breaching", "notBreaching", "ignore", "missing"];

    /// <summary>CloudWatch looks further back than the evaluation periods when data points are missing;
    /// its guide's examples, two further.</summary>
    public static int Range(MetricAlarm alarm) => alarm.EvaluationPeriods + 2;

    /// <summary>What laptop mode cannot evaluate in this alarm, or null.</summary>
    public static string? WhyUnsupported(MetricAlarm alarm) =>
        Statistic.Named(alarm.Statistic) is null
            ? $"the statistic '{alarm.Statistic}'; supported are {string.Join(", ", Statistic.Simple)} and percentiles (p0 to p100)"
        : Comparison(alarm.ComparisonOperator) is null
            ? $"the comparison '{alarm.ComparisonOperator}'; supported are those with a fixed threshold"
        : alarm.TreatMissingData is { } treatment && !Treatments.Contains(treatment, StringComparer.Ordinal)
            ? $"TreatMissingData '{treatment}'; allowed are {string.Join(", ", Treatments)}"
        : alarm.Period < TimeSpan.FromMinutes(1) || alarm.Period.Ticks % TimeSpan.TicksPerMinute != 0
            ? $"a period of {alarm.Period.TotalSeconds} seconds; supported are whole minutes"
        : alarm.Period * alarm.EvaluationPeriods > MetricStore.Retention
            ? $"{alarm.EvaluationPeriods} periods of {alarm.Period}; metrics are kept for {MetricStore.Retention}"
        : null;

    /// <summary>The state after a look at the data points of the evaluation range, oldest first, a missing one being null.</summary>
    public static string Decide(MetricAlarm alarm, IReadOnlyList<double?> points, string current)
    {
        var real = points.Where(point => point is not null).TakeLast(alarm.EvaluationPeriods).ToList();
        var breaching = real.Count(point => Breaches(alarm, point!.Value));
        var filled = alarm.EvaluationPeriods - real.Count;
        if (filled == 0 || breaching >= alarm.Wanted)
        {
            return breaching >= alarm.Wanted ? AlarmState.Alarm : AlarmState.Ok;
        }

        return Treatment(alarm) switch
        {
            "breaching" => breaching + filled >= alarm.Wanted ? AlarmState.Alarm : AlarmState.Ok,
            "notBreaching" => AlarmState.Ok,
            "ignore" => real.Count > breaching ? AlarmState.Ok : current,
            _ when real.Count == 0 => AlarmState.InsufficientData,
            _ => breaching == real.Count && OldestAge(points) >= alarm.Wanted ? AlarmState.Alarm : AlarmState.Ok,
        };
    }

    public static bool Breaches(MetricAlarm alarm, double point) => Comparison(alarm.ComparisonOperator)!(point, alarm.Threshold);

    /// <summary>An alarm on DynamoDB ignores missing data, whatever it says (CloudWatch API reference, PutMetricAlarm,
    /// TreatMissingData).</summary>
    public static string Treatment(MetricAlarm alarm) =>
        alarm.Namespace == "AWS/DynamoDB" ? "ignore" : alarm.TreatMissingData ?? "missing";

    private static Func<double, double, bool>? Comparison(string name) => name switch
    {
        "GreaterThanThreshold" => (point, threshold) => point > threshold,
        "GreaterThanOrEqualToThreshold" => (point, threshold) => point >= threshold,
        "LessThanThreshold" => (point, threshold) => point < threshold,
        "LessThanOrEqualToThreshold" => (point, threshold) => point <= threshold,
        _ => null,
    };

    /// <summary>How many periods ago the oldest data point was, the newest period being 1.</summary>
    private static int OldestAge(IReadOnlyList<double?> points) => points.SkipWhile(point => point is null).Count();
}

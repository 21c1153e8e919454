using System.Globalization;
using Waybill.Local.Account;

namespace Waybill.Local.Metrics;

/// <summary>What state an alarm is in, given its definition and its data points.</summary>
/// <remarks>Source: CloudWatch user guide, "Alarm evaluation" and "Configuring how CloudWatch alarms treat missing data".</remarks>
internal static class AlarmRules
{
    /// <summary>CloudWatch looks further back than the evaluation periods when data points are missing;
    /// its guide's examples, two further.</summary>
    public static int Range(Alarm alarm) => alarm.EvaluationPeriods + 2;

    /// <summary>What laptop mode cannot evaluate in this alarm, or null.</summary>
    public static string? WhyUnsupported(Alarm alarm) =>
        Statistic(alarm.Statistic) is null
            ? $"the statistic '{alarm.Statistic}'; supported are Sum, Average, Minimum, Maximum and SampleCount"
        : Comparison(alarm.ComparisonOperator) is null
            ? $"the comparison '{alarm.ComparisonOperator}'; supported are those with a fixed threshold"
        : alarm.TreatMissingData is not ("missing" or "ignore" or "breaching" or "notBreaching")
            ? $"TreatMissingData '{alarm.TreatMissingData}'; allowed are missing, ignore, breaching and notBreaching"
        : alarm.Period < TimeSpan.FromMinutes(1) || alarm.Period.Ticks % TimeSpan.TicksPerMinute != 0
            ? $"a period of {alarm.Period.TotalSeconds} seconds; supported are whole minutes"
        : alarm.Period * alarm.EvaluationPeriods > MetricStore.Retention
            ? $"{alarm.EvaluationPeriods} periods of {alarm.Period}; metrics are kept for {MetricStore.Retention}"
        : null;

    /// <summary>The state after a look at the data points of the evaluation range, oldest first, a missing one being null.</summary>
    public static string Decide(Alarm alarm, IReadOnlyList<double?> points, string current)
    {
        var real = points.Where(point => point is not null).TakeLast(alarm.EvaluationPeriods).ToList();
        var breaching = real.Count(point => Breaches(alarm, point!.Value));
        var filled = alarm.EvaluationPeriods - real.Count;
        if (filled == 0 || breaching >= alarm.DatapointsToAlarm)
        {
            return breaching >= alarm.DatapointsToAlarm ? AlarmState.Alarm : AlarmState.Ok;
        }

        return alarm.TreatMissingData switch
        {
            "breaching" => breaching + filled >= alarm.DatapointsToAlarm ? AlarmState.Alarm : AlarmState.Ok,
            "notBreaching" => AlarmState.Ok,
            "ignore" => real.Count > breaching ? AlarmState.Ok : current,
            _ when real.Count == 0 => AlarmState.InsufficientData,
            _ => breaching == real.Count && OldestAge(points) >= alarm.DatapointsToAlarm ? AlarmState.Alarm : AlarmState.Ok,
        };
    }

    /// <summary>The decision in words, with the data points.</summary>
    public static string Explain(Alarm alarm, IReadOnlyList<double?> points)
    {
        var metric = $"{alarm.Statistic} of {alarm.MetricName} ({string.Join(", ", alarm.Dimensions.Select(d => $"{d.Key} {d.Value}"))})";
        var values = string.Join(" ", points.Select(point => point?.ToString("0.##", CultureInfo.InvariantCulture) ?? "-"));
        var wanted = FormattableString.Invariant(
            $"{alarm.DatapointsToAlarm} of {alarm.EvaluationPeriods} {alarm.ComparisonOperator} {alarm.Threshold}");
        return FormattableString.Invariant(
            $"{metric} in periods of {alarm.Period.TotalMinutes:0} min was {values}; the alarm wants {wanted}.");
    }

    public static Func<MetricAggregate, double>? Statistic(string name) => name switch
    {
        "Sum" => aggregate => aggregate.Sum,
        "Average" => aggregate => aggregate.Sum / aggregate.Count,
        "Minimum" => aggregate => aggregate.Minimum,
        "Maximum" => aggregate => aggregate.Maximum,
        "SampleCount" => aggregate => aggregate.Count,
        _ => null,
    };

    private static bool Breaches(Alarm alarm, double point) => Comparison(alarm.ComparisonOperator)!(point, alarm.Threshold);

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

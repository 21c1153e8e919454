using Waybill.Local.Account;
using Waybill.Local.Machine;

namespace Waybill.Local.Metrics;

/// <summary>The alarms of a template.</summary>
internal static class TemplateAlarms
{
    /// <summary>The alarms as CloudWatch keeps them.</summary>
    /// <exception cref="UnsupportedAlarmException">Some cannot be evaluated here; the message names all such.</exception>
    public static IReadOnlyList<MetricAlarm> Of(IEnumerable<Alarm> alarms)
    {
        var all = alarms.Select(Of).ToList();
        var unsupported = all.Select(alarm => (alarm.Name, Why: AlarmRules.WhyUnsupported(alarm)))
            .Where(alarm => alarm.Why is not null).ToList();
        return unsupported.Count == 0
            ? all
            : throw new UnsupportedAlarmException(
                "Laptop mode cannot evaluate " + string.Join("; ", unsupported.Select(alarm => $"alarm {alarm.Name}: {alarm.Why}")) + ".");
    }

    private static MetricAlarm Of(Alarm alarm) => new()
    {
        Name = alarm.Name,
        Arn = alarm.Arn,
        Namespace = alarm.Namespace,
        MetricName = alarm.MetricName,
        Dimensions = alarm.Dimensions,
        Statistic = alarm.Statistic,
        Period = alarm.Period,
        EvaluationPeriods = alarm.EvaluationPeriods,
        DatapointsToAlarm = alarm.DatapointsToAlarm,
        Threshold = alarm.Threshold,
        ComparisonOperator = alarm.ComparisonOperator,
        TreatMissingData = alarm.TreatMissingData,
        AlarmActions = alarm.AlarmActions,
    };
}

/// <summary>The templates hold alarms that laptop mode does not evaluate; the message names them all.</summary>
internal sealed class UnsupportedAlarmException(string message) : LaptopStartException(message);

using Waybill.Local.Account;
using Waybill.Local.Machine;

namespace Waybill.Local.Metrics;

/// <summary>The alarms of a template.</summary>
internal static class TemplateAlarms
{
    /// <exception cref="UnsupportedAlarmException">Some cannot be evaluated here; the message names all such.</exception>
    public static void Check(IEnumerable<MetricAlarm> alarms)
    {
        var unsupported = alarms.Select(alarm => (alarm.Name, Why: AlarmRules.WhyUnsupported(alarm)))
            .Where(alarm => alarm.Why is not null).ToList();
        if (unsupported.Count > 0)
        {
            throw new UnsupportedAlarmException(
                "Laptop mode cannot evaluate " + string.Join("; ", unsupported.Select(alarm => $"alarm {alarm.Name}: {alarm.Why}")) + ".");
        }
    }
}

/// <summary>The templates hold alarms that laptop mode does not evaluate; the message names them all.</summary>
internal sealed class UnsupportedAlarmException(string message) : LaptopStartException(message);

using Waybill.Local.Account;
using Waybill.Local.Metrics;

namespace Waybill.Local.Tests.Metrics;

internal static class TestAlarms
{
    public static readonly MetricAlarm Watched = new()
    {
        Name = "dead-letters",
        Arn = "arn:aws:cloudwatch:eu-central-1:000000000000:alarm:dead-letters",
        Namespace = "AWS/SQS",
        MetricName = "Visible",
        Dimensions = new Dictionary<string, string>(StringComparer.Ordinal) { ["QueueName"] = "orders-dlq" },
        Statistic = "Maximum",
        Period = TimeSpan.FromMinutes(1),
        EvaluationPeriods = 1,
        Threshold = 0,
        ComparisonOperator = "GreaterThanThreshold",
        TreatMissingData = "notBreaching",
    };

    public static Alarms Of(TimeProvider time, Action<AlarmChange> onChange, params IEnumerable<AlarmDefinition> alarms) =>
        new(alarms.Select(alarm => AlarmRecord.New(alarm, time.GetUtcNow())), [], AlarmKeeping.None, onChange, _ => { }, time);
}

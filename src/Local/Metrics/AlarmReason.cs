using System.Globalization;
using System.Text;
using System.Text.Json;
using Waybill.Local.Account;

namespace Waybill.Local.Metrics;

/// <summary>What one period was when an alarm looked at it; <paramref name="Value"/> is null when it had no data.</summary>
internal sealed record AlarmPoint(DateTimeOffset Start, double? Value, double SampleCount);

/// <summary>Why an alarm is in its state, in CloudWatch's words and as its JSON.</summary>
/// <remarks>Source: the examples of the CloudWatch user guide, "Alarm events and EventBridge".</remarks>
internal static class AlarmReason
{
    private const int NamedPoints = 5;
    private const int KeptPoints = 60;

    /// <summary>The decision in words, with the newest data points.</summary>
    public static string Explain(MetricAlarm alarm, IReadOnlyList<AlarmPoint> points, string from, string to)
    {
        var real = Looked(alarm, points);
        if (to == AlarmState.InsufficientData)
        {
            var unknown = Datapoints(alarm.EvaluationPeriods - real.Count);
            return $"Insufficient Data: {unknown} {(alarm.EvaluationPeriods - real.Count == 1 ? "was" : "were")} unknown.";
        }

        if (real.Count == 0)
        {
            var missing = alarm.EvaluationPeriods;
            return $"Threshold Crossed: no datapoints were received for {missing} period{(missing == 1 ? "" : "s")} and "
                + $"{missing} missing datapoint{(missing == 1 ? " was" : "s were")} treated as [{Treated(alarm)}].";
        }

        var breaching = to == AlarmState.Alarm;
        var counted = real.Where(point => AlarmRules.Breaches(alarm, point.Value!.Value) == breaching).ToList();
        var newest = string.Join(", ", counted.AsEnumerable().Reverse().Take(NamedPoints).Select(Text));
        var needed = breaching ? alarm.Wanted : alarm.EvaluationPeriods - alarm.Wanted + 1;
        return $"Threshold Crossed: {counted.Count} out of the last {real.Count} datapoints [{newest}] "
            + $"{(counted.Count == 1 ? "was" : "were")} {(breaching ? "" : "not ")}{Words(alarm.ComparisonOperator)} the threshold "
            + $"({Number(alarm.Threshold)}) (minimum {Datapoints(needed)} for {from} -> {to} transition).";
    }

    /// <summary>The decision as CloudWatch's JSON.</summary>
    public static string Data(MetricAlarm alarm, IReadOnlyList<AlarmPoint> points, DateTimeOffset now)
    {
        var real = Looked(alarm, points).TakeLast(KeptPoints).ToList();
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, AlarmText.Writing))
        {
            json.WriteStartObject();
            json.WriteString("version"u8, "1.0"u8);
            json.WriteString("queryDate"u8, AlarmTime.Text(now));
            if (real.Count > 0)
            {
                json.WriteString("startDate"u8, AlarmTime.Text(real[0].Start));
            }

            json.WriteString("statistic"u8, alarm.Statistic);
            json.WriteNumber("period"u8, (int)alarm.Period.TotalSeconds);
            json.WriteStartArray("recentDatapoints"u8);
            real.ForEach(point => json.WriteNumberValue(point.Value!.Value));
            json.WriteEndArray();
            json.WriteNumber("threshold"u8, alarm.Threshold);
            json.WriteStartArray("evaluatedDatapoints"u8);
            foreach (var point in points.TakeLast(alarm.EvaluationPeriods).Reverse().Take(NamedPoints))
            {
                json.WriteStartObject();
                json.WriteString("timestamp"u8, AlarmTime.Text(point.Start));
                if (point.Value is { } value)
                {
                    json.WriteNumber("sampleCount"u8, point.SampleCount);
                    json.WriteNumber("value"u8, value);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static List<AlarmPoint> Looked(MetricAlarm alarm, IReadOnlyList<AlarmPoint> points) =>
        [.. points.Where(point => point.Value is not null).TakeLast(alarm.EvaluationPeriods)];

    private static string Treated(MetricAlarm alarm) => AlarmRules.Treatment(alarm) == "breaching" ? "Breaching" : "NonBreaching";

    private static string Datapoints(int count) => $"{count} datapoint{(count == 1 ? "" : "s")}";

    private static string Text(AlarmPoint point) =>
        $"{Number(point.Value!.Value)} ({point.Start.ToString("dd/MM/yy HH:mm:ss", CultureInfo.InvariantCulture)})";

    private static string Number(double number) =>
        double.IsInteger(number) && Math.Abs(number) < 1e15
            ? number.ToString("0.0", CultureInfo.InvariantCulture)
            : number.ToString(CultureInfo.InvariantCulture);

    private static string Words(string comparison) => comparison switch
    {
        "GreaterThanThreshold" => "greater than",
        "GreaterThanOrEqualToThreshold" => "greater than or equal to",
        "LessThanThreshold" => "less than",
        _ => "less than or equal to",
    };
}

/// <summary>Times as alarms' events and reasons have them: to the millisecond, with a zone of <c>+0000</c>.</summary>
internal static class AlarmTime
{
    public static string Text(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture);
}

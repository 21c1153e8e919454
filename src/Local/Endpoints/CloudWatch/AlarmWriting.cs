using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Metrics;

namespace Waybill.Local.Endpoints.CloudWatch;

/// <summary>Alarms as DescribeAlarms answers them.</summary>
internal static class AlarmWriting
{
    public static void Write(Utf8JsonWriter json, IEnumerable<AlarmRecord> alarms)
    {
        foreach (var (definition, status) in alarms)
        {
            json.WriteStartObject();
            WriteCommon(json, definition);
            Write(json, status);
            if (definition is MetricAlarm metric)
            {
                Write(json, metric);
            }
            else if (definition is CompositeAlarm composite)
            {
                json.WriteString("AlarmRule"u8, composite.Rule);
            }
            else
            {
                throw new InvalidOperationException($"Alarms of type {definition.Type} have no answer.");
            }

            json.WriteEndObject();
        }
    }

    public static void WriteDimensions(Utf8JsonWriter json, IReadOnlyDictionary<string, string> dimensions)
    {
        json.WriteStartArray("Dimensions"u8);
        foreach (var (name, value) in dimensions)
        {
            json.WriteStartObject();
            json.WriteString("Name"u8, name);
            json.WriteString("Value"u8, value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>A time in seconds since 1970, to the millisecond.</summary>
    public static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset time) =>
        json.WriteNumber(name, time.ToUnixTimeMilliseconds() / 1000m);

    private static void WriteCommon(Utf8JsonWriter json, AlarmDefinition alarm)
    {
        json.WriteString("AlarmName"u8, alarm.Name);
        json.WriteString("AlarmArn"u8, alarm.Arn);
        WriteIfAny(json, "AlarmDescription", alarm.Description);
        WriteTime(json, "AlarmConfigurationUpdatedTimestamp", alarm.ConfiguredAt ?? DateTimeOffset.UnixEpoch);
        json.WriteBoolean("ActionsEnabled"u8, alarm.ActionsEnabled);
        Write(json, "OKActions", alarm.OkActions);
        Write(json, "AlarmActions", alarm.AlarmActions);
        Write(json, "InsufficientDataActions", alarm.InsufficientDataActions);
    }

    private static void Write(Utf8JsonWriter json, AlarmStatus status)
    {
        json.WriteString("StateValue"u8, status.State);
        json.WriteString("StateReason"u8, status.Reason);
        WriteIfAny(json, "StateReasonData", status.ReasonData);
        WriteTime(json, "StateUpdatedTimestamp", status.Updated);
        WriteTime(json, "StateTransitionedTimestamp", status.Since);
    }

    private static void Write(Utf8JsonWriter json, MetricAlarm alarm)
    {
        json.WriteString("MetricName"u8, alarm.MetricName);
        json.WriteString("Namespace"u8, alarm.Namespace);
        json.WriteString(Statistic.Named(alarm.Statistic)?.Percent is null ? "Statistic" : "ExtendedStatistic", alarm.Statistic);
        WriteDimensions(json, alarm.Dimensions);
        json.WriteNumber("Period"u8, (int)alarm.Period.TotalSeconds);
        WriteIfAny(json, "Unit", alarm.Unit);
        json.WriteNumber("EvaluationPeriods"u8, alarm.EvaluationPeriods);
        if (alarm.DatapointsToAlarm is { } datapoints)
        {
            json.WriteNumber("DatapointsToAlarm"u8, datapoints);
        }

        json.WriteNumber("Threshold"u8, alarm.Threshold);
        json.WriteString("ComparisonOperator"u8, alarm.ComparisonOperator);
        WriteIfAny(json, "TreatMissingData", alarm.TreatMissingData);
        WriteIfAny(json, "EvaluateLowSampleCountPercentile", alarm.EvaluateLowSampleCountPercentile);
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void WriteIfAny(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}

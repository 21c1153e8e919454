using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Endpoints.Protocol;
using Waybill.Local.Metrics;

namespace Waybill.Local.Endpoints.CloudWatch;

/// <summary>DescribeAlarmHistory: newest first, unless asked otherwise; also of alarms that are gone.</summary>
/// <remarks>Source: CloudWatch API reference, DescribeAlarmHistory.</remarks>
internal sealed class AlarmHistoryReading(Func<Scope, Alarms> alarms)
{
    private const int MostListed = 100;

    public Task DescribeAlarmHistoryAsync(AwsCall call, Utf8JsonWriter json)
    {
        var input = Input.OfAlarms(call);
        var name = input.Text("AlarmName", AlarmNames.Longest);
        AlarmNames.Require(call, "cloudwatch:DescribeAlarmHistory", [name ?? "*"]);
        var types = input.Texts("AlarmTypes", 2, 255);
        var kind = input.OneOf("HistoryItemType", AlarmHistoryItem.Types);
        var (from, until) = (input.Time("StartDate"), input.Time("EndDate"));
        var ascending = input.OneOf("ScanBy", ["TimestampDescending", "TimestampAscending"]) == "TimestampAscending";
        var found = alarms(call.Scope).History.Where(item =>
            (name is null || item.AlarmName == name)
            // As for DescribeAlarms, composite alarms are only meant by name or type.
            && (types.Count == 0 ? name is not null || item.AlarmType == MetricAlarm.TypeName : types.Contains(item.AlarmType))
            && (kind is null || item.Type == kind)
            && !(item.Time < from) && !(item.Time > until));
        input.Page([.. ascending ? found : found.Reverse()], input.Whole("MaxRecords", 1, MostListed) ?? MostListed)
            .Write(json, "AlarmHistoryItems", item => Write(json, item));
        return Task.CompletedTask;
    }

    private static void Write(Utf8JsonWriter json, AlarmHistoryItem item)
    {
        json.WriteStartObject();
        json.WriteString("AlarmName"u8, item.AlarmName);
        json.WriteString("AlarmType"u8, item.AlarmType);
        AlarmWriting.WriteTime(json, "Timestamp", item.Time);
        json.WriteString("HistoryItemType"u8, item.Type);
        json.WriteString("HistorySummary"u8, item.Summary);
        json.WriteString("HistoryData"u8, item.Data);
        json.WriteEndObject();
    }
}

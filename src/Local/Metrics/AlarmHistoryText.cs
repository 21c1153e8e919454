using System.Text.Json.Nodes;
using Waybill.Local.Account;

namespace Waybill.Local.Metrics;

/// <summary>History items in CloudWatch's words.</summary>
internal static class AlarmHistoryText
{
    private const int LongestSummary = 255;
    private const int LongestData = 4095;

    public static AlarmHistoryItem Configured(AlarmDefinition alarm, string type, DateTimeOffset now)
    {
        var done = type switch { "Create" => "created", "Update" => "updated", _ => "deleted" };
        var data = new JsonObject { ["version"] = "1.0", ["type"] = type, [$"{done}Alarm"] = AlarmEvent.Configuration(alarm) };
        return Item(alarm, now, AlarmHistoryItem.Configuration, $"Alarm \"{alarm.Name}\" {done}", data);
    }

    public static AlarmHistoryItem Changed(AlarmChange change)
    {
        var data = new JsonObject
        {
            ["version"] = "1.0",
            ["oldState"] = State(change.Before!),
            ["newState"] = State(change.After!),
        };
        return Item(
            change.Alarm!, change.Time, AlarmHistoryItem.State, $"Alarm updated from {change.From} to {change.To}", data);
    }

    public static AlarmHistoryItem Acted(AlarmAction action)
    {
        var data = new JsonObject
        {
            ["actionState"] = "Succeeded",
            ["stateUpdateTimestamp"] = action.Change.Time.ToUnixTimeMilliseconds(),
            ["notificationResource"] = action.Arn,
        };
        return Item(
            action.Change.Alarm!, action.Change.Time, AlarmHistoryItem.Action, $"Successfully executed action {action.Arn}", data);
    }

    private static JsonObject State(AlarmStatus status)
    {
        var state = new JsonObject { ["stateValue"] = status.State, ["stateReason"] = status.Reason };
        if (status.ReasonData is { } data)
        {
            state["stateReasonData"] = AlarmEvent.Parsed(data);
        }

        return state;
    }

    private static AlarmHistoryItem Item(AlarmDefinition alarm, DateTimeOffset now, string type, string summary, JsonObject data)
    {
        var text = AlarmText.Of(data);
        return new AlarmHistoryItem(
            alarm.Name, alarm.Type, now, type,
            summary.Length <= LongestSummary ? summary : summary[..LongestSummary],
            text.Length <= LongestData ? text : """{"version":"1.0"}""");
    }
}

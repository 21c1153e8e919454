using System.Text.Json;
using System.Text.Json.Nodes;
using Waybill.Local.Account;

namespace Waybill.Local.Metrics;

/// <summary>The event that a change of state puts on the default bus.</summary>
/// <remarks>Source: CloudWatch user guide, "Alarm events and EventBridge".</remarks>
internal static class AlarmEvent
{
    public const string Source = "aws.cloudwatch";
    public const string DetailType = "CloudWatch Alarm State Change";

    /// <summary>The event's <c>resources</c>: the alarm's ARN.</summary>
    public static IReadOnlyList<string> Resources(AlarmChange change) => [change.Alarm!.Arn];

    /// <summary>The event's <c>detail</c>.</summary>
    public static string Detail(AlarmChange change) => AlarmText.Of(new JsonObject
    {
        ["alarmName"] = change.Name,
        ["configuration"] = Configuration(change.Alarm!),
        ["previousState"] = State(change.Before!),
        ["state"] = State(change.After!),
    });

    /// <summary>An alarm's definition as events have it.</summary>
    public static JsonObject Configuration(AlarmDefinition alarm)
    {
        var configuration = new JsonObject();
        if (alarm is CompositeAlarm composite)
        {
            configuration["alarmRule"] = composite.Rule;
        }

        if (alarm.Description is { } description)
        {
            configuration["description"] = description;
        }

        if (alarm is MetricAlarm metric)
        {
            configuration["metrics"] = new JsonArray(Metric(metric));
        }

        return configuration;
    }

    /// <summary>A text as JSON, if it is JSON.</summary>
    public static JsonNode? Parsed(string data)
    {
        try
        {
            return JsonNode.Parse(data);
        }
        catch (JsonException)
        {
            return JsonValue.Create(data);
        }
    }

    private static JsonObject Metric(MetricAlarm alarm)
    {
        var statistic = new JsonObject
        {
            ["metric"] = new JsonObject
            {
                ["dimensions"] = new JsonObject(
                    alarm.Dimensions.Select(dimension => KeyValuePair.Create(dimension.Key, (JsonNode?)dimension.Value))),
                ["name"] = alarm.MetricName,
                ["namespace"] = alarm.Namespace,
            },
            ["period"] = (int)alarm.Period.TotalSeconds,
            ["stat"] = alarm.Statistic,
        };
        if (alarm.Unit is { } unit)
        {
            statistic["unit"] = unit;
        }

        return new JsonObject { ["id"] = "m1", ["metricStat"] = statistic, ["returnData"] = true };
    }

    private static JsonObject State(AlarmStatus status)
    {
        var state = new JsonObject
        {
            ["reason"] = status.Reason,
            ["timestamp"] = AlarmTime.Text(status.Updated),
            ["value"] = status.State,
        };
        if (status.ReasonData is { } data)
        {
            state["reasonData"] = data;
        }

        return state;
    }
}

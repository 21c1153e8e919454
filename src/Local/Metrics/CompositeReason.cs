using System.Text.Json.Nodes;

namespace Waybill.Local.Metrics;

/// <summary>Why a composite alarm is in its state.</summary>
/// <remarks>Source: the examples of the CloudWatch user guide, "Alarm events and EventBridge".</remarks>
internal static class CompositeReason
{
    private const int Named = 5;

    public static (string Reason, string Data) Explain(IEnumerable<AlarmRecord> children, string to)
    {
        var latest = children.OrderByDescending(child => child.Status.Since).Take(Named).ToList();
        var reason = latest.Count == 0
            ? $"The rule names no alarms; the composite alarm is in {to}."
            : $"{latest[0].Definition.Arn} transitioned to {latest[0].Status.State} at "
                + $"{latest[0].Status.Since.UtcDateTime:dddd dd MMMM, yyyy HH:mm:ss} UTC";
        var data = new JsonObject
        {
            ["triggeringAlarms"] = new JsonArray([.. latest.Select(child => new JsonObject
            {
                ["arn"] = child.Definition.Arn,
                ["state"] = new JsonObject { ["value"] = child.Status.State, ["timestamp"] = AlarmTime.Text(child.Status.Since) },
            })]),
        };
        return (reason, AlarmText.Of(data));
    }
}

using System.Text.Json;
using Waybill.Local.Account;

namespace Waybill.Local.Template.Applying;

/// <summary>Which changes CloudFormation cannot make in place ("Update requires: Replacement" on each type's page).</summary>
internal static class Replacement
{
    public static bool IsNeeded(IResource before, IResource after) => (before, after) switch
    {
        // Names are part of ARNs.
        _ when before.Arn != after.Arn => true,
        (Archive was, Archive now) => was.BusName != now.BusName,
        (EventSourceMapping was, EventSourceMapping now) => was.QueueArn != now.QueueArn,
        (TopicSubscription was, TopicSubscription now) => (was.Protocol, was.Endpoint) != (now.Protocol, now.Endpoint),
        (Table was, Table now) => Keys(was) != Keys(now),
        _ => false,
    };

    private static string Keys(Table table) =>
        table.CreateTableInput.TryGetProperty("KeySchema", out var keys) ? JsonSerializer.Serialize(keys) : "";
}

using Waybill.Local.Bus.Storage;
using Waybill.Local.Logs;

namespace Waybill.Local.Bus.Deliveries;

/// <summary>Writes events to log groups, each as one line of a stream that is named after the rule.</summary>
/// <param name="groups">The log.</param>
/// <param name="time">The clock of lines.</param>
internal sealed class LogGroupTarget(LogGroups groups, TimeProvider time)
{
    public async Task<TargetOutcome> WriteAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        // arn:aws:logs:<region>:<account>:log-group:<name>, with or without the :* of a group's own ARN.
        var group = delivery.TargetArn.Split(':', 7)[^1];
        group = group.EndsWith(":*", StringComparison.Ordinal) ? group[..^2] : group;
        var stream = delivery.RuleArn?.Split('/')[^1] ?? delivery.RequestId;
        try
        {
            await groups.PutStreamAsync(group, stream, cancellationToken);
            var line = new LogLine(time.GetUtcNow().ToUnixTimeMilliseconds(), delivery.Body);
            await groups.AppendAsync(group, stream, [line], cancellationToken);
            return TargetOutcome.Taken;
        }
        catch (LogNotFoundException missing)
        {
            return TargetOutcome.Refused("NO_RESOURCE", missing.Message);
        }
    }
}

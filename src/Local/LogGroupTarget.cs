using Waybill.Local.Bus.Deliveries;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Logs;

namespace Waybill.Local;

/// <summary>Writes what a rule hands to a log group: a line of a stream that is called as the rule.</summary>
internal sealed class LogGroupTarget(LogGroups groups)
{
    public async Task<TargetOutcome> WriteAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var group = delivery.TargetArn.Split(":log-group:")[^1].Split(':')[0];
        var stream = delivery.RuleArn?.Split('/')[^1] ?? "events";
        try
        {
            await CreateAsync(group, stream, cancellationToken);
            var line = new LogLine(delivery.AcceptedAt.ToUnixTimeMilliseconds(), delivery.Body);
            await groups.AppendAsync(group, stream, [line], cancellationToken);
            return TargetOutcome.Taken;
        }
        catch (LogNotFoundException missing)
        {
            return TargetOutcome.Refused("NO_RESOURCE", missing.Message);
        }
    }

    private async Task CreateAsync(string group, string stream, CancellationToken cancellationToken)
    {
        try
        {
            await groups.CreateStreamAsync(group, stream, cancellationToken);
        }
        catch (LogExistsException)
        {
            // An earlier event made it.
        }
    }
}

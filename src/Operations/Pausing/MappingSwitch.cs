using Amazon.Lambda.Model;
using Waybill.Operations.Accounts;
using Waybill.Operations.Consumers;

namespace Waybill.Operations.Pausing;

/// <summary>Stops and goes on handing a consumer its messages; what arrives meanwhile stays in its queue.</summary>
public sealed class MappingSwitch(AwsAccount account, TimeProvider time)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>In an account a mapping takes up to a minute (Lambda developer guide, "Event source mappings").</summary>
    private const int MostLooks = 180;

    /// <returns>False when it was so already.</returns>
    public Task<bool> PauseAsync(Consumer consumer, CancellationToken cancellationToken) =>
        SwitchAsync(consumer, enabled: false, cancellationToken);

    /// <returns>False when it was so already.</returns>
    public Task<bool> ResumeAsync(Consumer consumer, CancellationToken cancellationToken) =>
        SwitchAsync(consumer, enabled: true, cancellationToken);

    private async Task<bool> SwitchAsync(Consumer consumer, bool enabled, CancellationToken cancellationToken)
    {
        var wanted = enabled ? "Enabled" : "Disabled";
        if (consumer.MappingState == wanted)
        {
            return false;
        }

        await account.Lambda.UpdateEventSourceMappingAsync(
            new UpdateEventSourceMappingRequest { UUID = consumer.Mapping, Enabled = enabled }, cancellationToken);
        for (var look = 0; look < MostLooks; look++)
        {
            var mapping = await account.Lambda.GetEventSourceMappingAsync(
                new GetEventSourceMappingRequest { UUID = consumer.Mapping }, cancellationToken);
            if (mapping.State == wanted)
            {
                return true;
            }

            await Task.Delay(LookEvery, time, cancellationToken);
        }

        throw new OperationException(
            $"{consumer.Title} was told to be {wanted} and still is not after {LookEvery * MostLooks}; "
            + $"its event source mapping is {consumer.Mapping}. Look with './waybill status {consumer.Name}' and try again.");
    }
}

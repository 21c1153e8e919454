using Waybill.Operations.Accounts;
using Waybill.Operations.Consumers;

namespace Waybill.Operations.Pausing;

/// <summary>Lets something be done while a consumer has nothing in hand; what arrives meanwhile waits in its queue.</summary>
internal sealed class Standstill(AwsAccount account, TimeProvider time)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>What is in flight is settled, or visible again, after the longest visibility timeout that makes sense: a function runs
    /// for 15 minutes at most.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(16);

    private readonly MappingSwitch _mappings = new(account, time);

    /// <summary>Pauses, waits until nothing is in flight, does it, and resumes, whatever happens.</summary>
    /// <exception cref="OperationException">What is in flight does not settle.</exception>
    public async Task DuringAsync(Consumer consumer, Func<Task> act, CancellationToken cancellationToken)
    {
        await _mappings.PauseAsync(consumer, cancellationToken);
        try
        {
            await SettledAsync(consumer, cancellationToken);
            await act();
        }
        finally
        {
            await _mappings.ResumeAsync(consumer with { MappingState = "Disabled" }, CancellationToken.None);
        }
    }

    private async Task SettledAsync(Consumer consumer, CancellationToken cancellationToken)
    {
        for (var until = time.GetUtcNow() + Longest; time.GetUtcNow() < until;)
        {
            var queue = await new QueueReader(account).ReadAsync(consumer.Queue, cancellationToken);
            if (queue.Depth.InFlight == 0)
            {
                return;
            }

            await Task.Delay(LookEvery, time, cancellationToken);
        }

        throw new OperationException(
            $"{consumer.Title} still has messages in flight {Longest.TotalMinutes} minutes after it was paused; it goes on as before. "
            + $"Look with: ./waybill status {consumer.Title}");
    }
}

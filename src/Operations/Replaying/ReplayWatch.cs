using Waybill.Operations.Accounts;
using Waybill.Operations.Consumers;
using Waybill.Operations.Logs;

namespace Waybill.Operations.Replaying;

/// <summary>Watches what a consumer makes of replayed events.</summary>
/// <param name="account">Where.</param>
/// <param name="replayed">Who, and the ids of the events, which tell them from live ones.</param>
/// <param name="since">When the replay was started.</param>
/// <param name="time">The clock.</param>
internal sealed class ReplayWatch(AwsAccount account, ReplayedConsumer replayed, DateTimeOffset since, TimeProvider time)
{
    private readonly OutcomeFollower _follower = new(account, replayed.Consumer, since, time);
    private readonly Dictionary<string, Outcome> _last = new(StringComparer.Ordinal);

    public async Task<ReplayOutcome> ReadAsync(CancellationToken cancellationToken)
    {
        foreach (var outcome in await _follower.ReadAsync(cancellationToken))
        {
            if (outcome.EventId is { } id && outcome.At >= since && replayed.EventIds?.Contains(id) != false
                && !(_last.GetValueOrDefault(id)?.At > outcome.At))
            {
                _last[id] = outcome;
            }
        }

        var queues = new QueueReader(account);
        var queue = await queues.ReadAsync(replayed.Consumer.Queue, cancellationToken);
        var dead = await queues.DeadLettersOfAsync(queue, cancellationToken);
        return new ReplayOutcome(
            replayed.Consumer, Count(OutcomeKind.Handled), Count(OutcomeKind.Suppressed),
            Count(OutcomeKind.Failed) + Count(OutcomeKind.Unreadable),
            queue.Depth.Messages, dead?.Depth.Messages ?? 0);
    }

    private int Count(OutcomeKind kind) => _last.Values.Count(outcome => outcome.Kind == kind);
}

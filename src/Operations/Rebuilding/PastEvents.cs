using Waybill.Operations.Accounts;
using Waybill.Operations.Consumers;
using Waybill.Operations.Replaying;

namespace Waybill.Operations.Rebuilding;

/// <summary>Hands a consumer the past until it has all of it.</summary>
/// <param name="account">Where.</param>
/// <param name="time">The clock.</param>
/// <param name="patience">How long to wait after its last report.</param>
/// <param name="steps">Hears what has been done.</param>
internal sealed class PastEvents(AwsAccount account, TimeProvider time, TimeSpan patience, IProgress<string> steps)
{
    /// <summary>An event may be in the archive only minutes after it was published (EventBridge user guide, "Archiving events").</summary>
    public static readonly TimeSpan ArchiveLag = TimeSpan.FromMinutes(10);

    /// <summary>Replays, when events are missing after the first one.</summary>
    private const int MostReplays = 4;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Replay _replay = new(account, time);

    /// <summary>Replays to it, again if the archive was not complete yet.</summary>
    /// <returns>What it has, and how many events it could hear.</returns>
    public async Task<(Comparison Comparison, int? Published)> HandAsync(
        Consumer consumer, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var replayed = await ReplayAsync(consumer, from, cancellationToken);
        var comparison = await Comparison.BeginAsync(account, consumer, from, replayed.EventIds, time, cancellationToken);
        await SettleAsync(comparison, cancellationToken);
        for (var replays = 1; replays < MostReplays && comparison.Missing > 0; replays++)
        {
            steps.Report($"{comparison.Missing} events are missing; the archive may have them in {ArchiveLag / MostReplays}");
            await Task.Delay(ArchiveLag / MostReplays, time, cancellationToken);
            await ReplayAsync(consumer, from, cancellationToken);
            await SettleAsync(comparison, cancellationToken);
        }

        return (comparison, replayed.Published);
    }

    /// <summary>Replays what happened until now to it, and to nobody else.</summary>
    public async Task<ReplayedConsumer> ReplayAsync(Consumer consumer, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var request = new ReplayRequest(from, time.GetUtcNow(), [consumer.Queue.Name], AcceptRepeats: true);
        var plan = await _replay.PlanAsync(request, cancellationToken);
        var name = await _replay.StartAsync(plan, cancellationToken);
        steps.Report($"replay {name} has started: {plan.From:u} to {plan.To:u}");
        var state = await _replay.WatchAsync(name, plan, new Progress<int>(), cancellationToken);
        return state == "COMPLETED" ? plan.Consumers[0] : throw new OperationException(
            $"The replay {name} ended: {state}. {consumer.Title} writes version {consumer.Projection!.Version}; run the same again "
            + "to go on.");
    }

    private async Task SettleAsync(Comparison comparison, CancellationToken cancellationToken)
    {
        for (var until = time.GetUtcNow() + patience; time.GetUtcNow() < until;)
        {
            if (await comparison.GoesOnAsync(cancellationToken))
            {
                until = time.GetUtcNow() + patience;
            }

            if (comparison.IsWhole)
            {
                return;
            }

            await Task.Delay(LookEvery, time, cancellationToken);
        }
    }
}

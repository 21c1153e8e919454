using Waybill.Operations.Accounts;

namespace Waybill.Operations.Redriving;

/// <summary>Runs a consumer's dead letters again: plan, move, and see what became of them.</summary>
public sealed class Redrive(AwsAccount account, TimeProvider time)
{
    /// <summary>Works out what would happen; nothing does.</summary>
    /// <param name="consumer">As people type it.</param>
    /// <param name="selection">Which of its dead letters.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationException">There is no such consumer, or it has no dead-letter queue.</exception>
    public Task<RedrivePlan> PlanAsync(string consumer, RedriveSelection selection, CancellationToken cancellationToken) =>
        new RedrivePlanner(account, time).PlanAsync(consumer, selection, cancellationToken);

    /// <summary>Moves what was planned, at most <paramref name="rate"/> letters a second; nothing is lost when it is ended.</summary>
    public Task<RedriveMoves> MoveAsync(RedrivePlan plan, int? rate, IProgress<int> progress, CancellationToken cancellationToken) =>
        new Redriver(account, time).MoveAsync(plan, rate, progress, cancellationToken);

    /// <summary>Moves what was planned so that of each key one letter after the other is handled, and what waits in the queue comes after
    /// them; at most <paramref name="rate"/> letters a second.</summary>
    public Task<RedriveOutcome> MoveInSequenceAsync(
        RedrivePlan plan, int? rate, TimeSpan patience, IProgress<int> progress, CancellationToken cancellationToken) =>
        new OrderedRedriver(account, time, plan, rate, patience).RunAsync(progress, cancellationToken);

    /// <summary>Waits for the consumer's reports, until <paramref name="patience"/> after the last one.</summary>
    public Task<RedriveOutcome> WaitAsync(
        RedrivePlan plan, RedriveMoves moves, DateTimeOffset since, TimeSpan patience, IProgress<int> progress,
        CancellationToken cancellationToken) =>
        new RedriveWatch(account, time).WaitAsync(plan.Consumer, moves, since, patience, progress, cancellationToken);
}

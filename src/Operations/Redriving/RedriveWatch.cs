using Waybill.Operations.Accounts;
using Waybill.Operations.Consumers;
using Waybill.Operations.Failures;
using Waybill.Operations.Logs;

namespace Waybill.Operations.Redriving;

/// <summary>Waits until the consumer has reported on every redriven message, or nothing happens any more.</summary>
internal sealed class RedriveWatch(AwsAccount account, TimeProvider time)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    /// <param name="consumer">Who handles them.</param>
    /// <param name="moves">What was moved.</param>
    /// <param name="since">When moving began.</param>
    /// <param name="patience">How long to wait after the last report.</param>
    /// <param name="progress">Hears on how many messages there is a report.</param>
    /// <param name="cancellationToken">Ends the wait; what is known by then is the outcome.</param>
    public async Task<RedriveOutcome> WaitAsync(
        Consumer consumer, RedriveMoves moves, DateTimeOffset since, TimeSpan patience, IProgress<int> progress,
        CancellationToken cancellationToken)
    {
        var messages = moves.Messages.Values.ToHashSet(StringComparer.Ordinal);
        var follower = new OutcomeFollower(account, consumer, since, time);
        var last = new Dictionary<string, Outcome>(StringComparer.Ordinal);
        try
        {
            var waits = !consumer.IsPaused && moves.Ended is null;
            for (var until = time.GetUtcNow() + patience; waits && Open(messages, last) && time.GetUtcNow() < until;)
            {
                var before = last.Count;
                foreach (var outcome in (await follower.ReadAsync(cancellationToken)).Where(one => messages.Contains(one.MessageId)))
                {
                    last[outcome.MessageId] = outcome;
                }

                progress.Report(last.Count);
                until = last.Count > before ? time.GetUtcNow() + patience : until;
                if (Open(messages, last))
                {
                    await Task.Delay(LookEvery, time, cancellationToken);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Whoever waits no longer is told what is known.
        }

        return Result(consumer, moves, last);
    }

    private static bool Open(HashSet<string> messages, Dictionary<string, Outcome> last) =>
        messages.Count > last.Values.Count(outcome => outcome.Kind != OutcomeKind.Postponed);

    private static RedriveOutcome Result(Consumer consumer, RedriveMoves moves, Dictionary<string, Outcome> last)
    {
        int Count(OutcomeKind kind) => last.Values.Count(outcome => outcome.Kind == kind);
        var failed = last.Values.Where(outcome => outcome.Kind is OutcomeKind.Failed or OutcomeKind.Unreadable)
            .CountBy(CauseFinder.Title, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var (handled, suppressed) = (Count(OutcomeKind.Handled), Count(OutcomeKind.Suppressed));
        return new RedriveOutcome(
            moves, handled, suppressed, failed, moves.Messages.Count - handled - suppressed - failed.Values.Sum(), consumer.IsPaused)
        {
            Open = moves.Messages
                .Where(move => last.GetValueOrDefault(move.Value) is not { Kind: OutcomeKind.Handled or OutcomeKind.Suppressed })
                .Select(move => move.Key).ToHashSet(StringComparer.Ordinal),
        };
    }
}

using Waybill.Operations.Accounts;
using Waybill.Operations.Failures;
using Waybill.Operations.Pausing;

namespace Waybill.Operations.Redriving;

/// <summary>One redrive in which of each key one letter after the other is handled, before what waits in the queue.</summary>
/// <remarks>
/// A standard queue has no order. So the consumer stands still while the messages of these keys are held back and the first letter of each
/// key is sent; the next letter of a key follows when the consumer has handled the one before. Events that arrive later are behind them in
/// the queue, which is as much as SQS promises.
/// </remarks>
internal sealed class OrderedRedriver(AwsAccount account, TimeProvider time, RedrivePlan plan, int? rate, TimeSpan patience)
{
    private readonly WaitingMessages _waiting = new(account, plan.Queue);
    private readonly List<RedriveOutcome> _outcomes = [];
    private readonly List<Failure> _behind = [];
    private readonly HashSet<string> _stuck = new(StringComparer.Ordinal);
    private readonly DateTimeOffset _began = time.GetUtcNow();

    public async Task<RedriveOutcome> RunAsync(IProgress<int> progress, CancellationToken cancellationToken)
    {
        if (plan.Queue.IsFifo)
        {
            throw new OperationException(
                $"{plan.Queue.Queue.Name} is a FIFO queue, which keeps messages as they were sent; redrive without --in-order.");
        }

        try
        {
            var rounds = Rounds();
            await WaitAsync(rounds[0], await BeginAsync(rounds[0], cancellationToken), cancellationToken);
            foreach (var round in rounds.Skip(1).TakeWhile(_ => GoesOn(cancellationToken)))
            {
                await _waiting.HoldOnAsync(cancellationToken);
                var ready = round.Where(letter => !_stuck.Contains(letter.Subject!)).ToList();
                _behind.AddRange(round.Except(ready));
                await WaitAsync(ready, await MoveAsync(ready, cancellationToken), cancellationToken);
                progress.Report(_outcomes.Sum(outcome => outcome.Moves.Moved));
            }
        }
        finally
        {
            await _waiting.ReleaseAsync();
        }

        return Sum(cancellationToken.IsCancellationRequested ? RedriveMoves.Cancelled : null);
    }

    private bool GoesOn(CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested && _outcomes[^1].Moves.Ended is null;

    /// <summary>The first letter of each key, then the second, and so on; what has no key is in no order.</summary>
    private List<List<Failure>> Rounds() => [.. plan.Failures
        .OrderBy(letter => letter.SentAt)
        .GroupBy(letter => letter.Subject, StringComparer.Ordinal)
        .SelectMany(ofKey => ofKey.Select((letter, i) => (Letter: letter, Round: ofKey.Key is null ? 0 : i)))
        .GroupBy(one => one.Round).OrderBy(round => round.Key)
        .Select(round => round.Select(one => one.Letter).ToList())];

    private async Task<RedriveMoves> BeginAsync(List<Failure> letters, CancellationToken cancellationToken)
    {
        RedriveMoves? moves = null;
        var keys = plan.Failures.Select(failure => failure.Subject).OfType<string>().ToHashSet(StringComparer.Ordinal);
        await new Standstill(account, time).DuringAsync(plan.Consumer, async () =>
        {
            await _waiting.HoldAsync(keys, cancellationToken);
            moves = await MoveAsync(letters, cancellationToken);
        }, cancellationToken);
        return moves!;
    }

    private Task<RedriveMoves> MoveAsync(List<Failure> letters, CancellationToken cancellationToken) =>
        new Redriver(account, time).MoveAsync(
            plan with { Failures = letters, Others = plan.Others + plan.Failures.Count - letters.Count }, rate, new Progress<int>(),
            cancellationToken);

    private async Task WaitAsync(List<Failure> letters, RedriveMoves moves, CancellationToken cancellationToken)
    {
        var outcome = await new RedriveWatch(account, time).WaitAsync(
            plan.Consumer with { MappingState = "Enabled" }, moves, _began, patience, new Progress<int>(), cancellationToken);
        _outcomes.Add(outcome);
        _stuck.UnionWith(letters.Where(letter => outcome.Open.Contains(letter.Id)).Select(letter => letter.Subject).OfType<string>());
    }

    private RedriveOutcome Sum(string? cancelled)
    {
        var moves = _outcomes.Select(outcome => outcome.Moves).ToList();
        var behind = _behind.Select(letter => new Unmoved(letter.Id, "an earlier one of the same key was not handled"));
        return new RedriveOutcome(
            new RedriveMoves(
                plan.Failures.Count, moves.Sum(move => move.Moved), [.. moves.SelectMany(move => move.Unmoved), .. behind],
                moves.Sum(move => move.Elsewhere),
                cancelled ?? moves.Select(move => move.Ended).FirstOrDefault(ended => ended is not null)),
            _outcomes.Sum(outcome => outcome.Handled), _outcomes.Sum(outcome => outcome.Suppressed),
            _outcomes.SelectMany(outcome => outcome.Failed).GroupBy(cause => cause.Key, StringComparer.Ordinal)
                .ToDictionary(cause => cause.Key, cause => cause.Sum(one => one.Value), StringComparer.Ordinal),
            _outcomes.Sum(outcome => outcome.Waiting), IsPaused: false);
    }
}

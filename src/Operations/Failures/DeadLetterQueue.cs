using System.Collections.Concurrent;
using Waybill.Operations.Accounts;
using Waybill.Operations.Consumers;

namespace Waybill.Operations.Failures;

/// <summary>Takes dead letters in hand, one batch after the other, and gives back what is not deleted.</summary>
/// <remarks>
/// A look receives the letters, since SQS has no other way, and makes them visible again at the end. So nobody else sees them meanwhile,
/// and each look adds one to a letter's receive count. A dead-letter queue has no redrive policy, so nothing follows from the count; one
/// that has a policy would lose its letters by being looked at, and is not.
/// </remarks>
internal sealed class DeadLetterQueue(AwsAccount account, QueueState queue, string title)
{
    private const int AtOnce = 8;

    private static readonly TimeSpan LookHold = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan GiveBackWithin = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<DeadLetter> _held = new();
    private readonly QueueHand _hand = new(account, queue.Queue);

    /// <summary>Looks at letters, and gives all of them back.</summary>
    public async Task<IReadOnlyList<DeadLetter>> LookAsync(int most, CancellationToken cancellationToken)
    {
        var seen = new ConcurrentDictionary<string, DeadLetter>(StringComparer.Ordinal);
        await TakeAsync(
            most, LookHold, _ => Task.CompletedTask,
            (letters, _) =>
            {
                letters.ForEach(letter => seen.TryAdd(letter.Id, letter));
                return Task.FromResult<IEnumerable<DeadLetter>>(letters);
            },
            cancellationToken);
        return [.. seen.Values.OrderBy(letter => letter.SentAt).ThenBy(letter => letter.Id, StringComparer.Ordinal)];
    }

    /// <summary>Hands letters over, a batch at a time and several batches at once, until there are no more.</summary>
    /// <param name="most">About how many to take.</param>
    /// <param name="hold">How long letters are nobody else's, should this process die with them in hand.</param>
    /// <param name="turn">Waits until the next batch may be taken.</param>
    /// <param name="settle">What to do with a batch; returns those that are to be given back.</param>
    /// <param name="cancellationToken">Ends it; what is in hand is given back all the same.</param>
    /// <exception cref="OperationException">The queue has a redrive policy of its own.</exception>
    public async Task TakeAsync(
        int most, TimeSpan hold, Func<CancellationToken, Task> turn,
        Func<List<DeadLetter>, CancellationToken, Task<IEnumerable<DeadLetter>>> settle, CancellationToken cancellationToken)
    {
        if (queue.MaxReceives is { } receives)
        {
            throw new OperationException(
                $"The dead-letter queue of {title}, {queue.Queue.Name}, has a redrive policy itself: after {receives} receives a letter "
                + "leaves it, and a look is one. It is not looked at; take the policy away.");
        }

        var left = most;
        try
        {
            await Task.WhenAll(Enumerable.Range(0, Math.Clamp(most / QueueHand.BatchSize, 1, AtOnce)).Select(async _ =>
            {
                for (var empty = 0; empty < QueueHand.EmptyAnswers && Volatile.Read(ref left) > 0;)
                {
                    await turn(cancellationToken);
                    var letters = (await _hand.ReceiveAsync(hold, cancellationToken)).Select(message => new DeadLetter(message)).ToList();
                    empty = letters.Count == 0 ? empty + 1 : 0;
                    Interlocked.Add(ref left, -letters.Count);
                    if (letters.Count > 0)
                    {
                        await SettleAsync(letters, settle, cancellationToken);
                    }
                }
            }));
        }
        finally
        {
            await GiveBackAsync();
        }
    }

    /// <returns>The ids of those that are still there, because SQS refused to delete them.</returns>
    public Task<IReadOnlySet<string>> DeleteAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken) =>
        _hand.DeleteAsync(letters, cancellationToken);

    private async Task SettleAsync(
        List<DeadLetter> letters, Func<List<DeadLetter>, CancellationToken, Task<IEnumerable<DeadLetter>>> settle,
        CancellationToken cancellationToken)
    {
        var back = letters.AsEnumerable();
        try
        {
            back = await settle(letters, cancellationToken);
        }
        finally
        {
            foreach (var letter in back)
            {
                _held.Enqueue(letter);
            }
        }
    }

    /// <summary>At the end only, or they would be received again; also when everything else was cancelled.</summary>
    private async Task GiveBackAsync()
    {
        using var limit = new CancellationTokenSource(GiveBackWithin);
        var letters = _held.ToList();
        _held.Clear();
        await _hand.HideAsync(letters, TimeSpan.Zero, limit.Token);
    }
}

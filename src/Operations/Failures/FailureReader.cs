using Waybill.Operations.Accounts;
using Waybill.Operations.Consumers;
using Waybill.Operations.Logs;

namespace Waybill.Operations.Failures;

/// <summary>Reads dead letters, and in the consumers' logs why they are dead; <see cref="DeadLetterQueue"/> says how nothing is
/// removed.</summary>
public sealed class FailureReader(AwsAccount account, TimeProvider time)
{
    /// <summary>Letters of one queue that are looked at.</summary>
    public const int MostLooked = 2_000;

    private const int ConsumersAtOnce = 4;

    /// <param name="named">Consumers whose letters to read; all that have dead letters when none is named.</param>
    /// <param name="since">Only letters whose message was sent since then; null for all.</param>
    /// <param name="cancellationToken">Ends it; letters in hand are given back.</param>
    public async Task<FailureList> ReadAsync(
        IReadOnlyCollection<string> named, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var list = await new ConsumerReader(account).ReadAsync(cancellationToken);
        var (queues, now) = (new QueueReader(account), time.GetUtcNow());
        var read = new (IReadOnlyList<Failure> Failures, long Unseen)[list.Find(named).Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = ConsumersAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(list.Find(named).Index(), parallel, async (item, token) =>
        {
            var queue = await queues.ReadAsync(item.Item.Queue, token);
            if (queue.DeadLetters is null && named.Count == 0)
            {
                read[item.Index] = ([], 0);
                return;
            }

            var deadLetters = await queues.DeadLettersAsync(item.Item, token);
            read[item.Index] = await OfAsync(item.Item, deadLetters, since ?? DateTimeOffset.MinValue, now, token);
        });
        return new FailureList(
            now, [.. read.SelectMany(one => one.Failures).OrderBy(failure => failure.SentAt)], read.Sum(one => one.Unseen));
    }

    /// <summary>The letter with an id, which may be its message's or its event's.</summary>
    /// <exception cref="OperationException">There is none.</exception>
    public async Task<(DeadLetter Letter, Failure Failure)> FindAsync(
        IReadOnlyCollection<string> named, string id, CancellationToken cancellationToken)
    {
        var list = await new ConsumerReader(account).ReadAsync(cancellationToken);
        var queues = new QueueReader(account);
        foreach (var consumer in list.Find(named))
        {
            if ((await queues.ReadAsync(consumer.Queue, cancellationToken)).DeadLetters is null)
            {
                continue;
            }

            var letters = await LookAsync(consumer, await queues.DeadLettersAsync(consumer, cancellationToken), cancellationToken);
            if (letters.FirstOrDefault(letter => letter.Id == id || letter.Event.Id == id) is { } found)
            {
                return (found, (await ExplainAsync(consumer, [found], cancellationToken))[0]);
            }
        }

        throw new OperationException(
            $"No dead letter has the id '{id}', neither as a message nor as an event; 'waybill failures' lists those there are.");
    }

    /// <summary>The letters of a consumer; none when it has no dead-letter queue.</summary>
    internal async Task<IReadOnlyList<DeadLetter>> LettersAsync(Consumer consumer, CancellationToken cancellationToken)
    {
        var queues = new QueueReader(account);
        var queue = await queues.ReadAsync(consumer.Queue, cancellationToken);
        if (queue.DeadLetters is null)
        {
            return [];
        }

        var deadLetters = await queues.DeadLettersAsync(consumer, cancellationToken);
        return deadLetters.Depth.Messages == 0 ? [] : await LookAsync(consumer, deadLetters, cancellationToken);
    }

    internal async Task<IReadOnlyList<Failure>> ExplainAsync(
        Consumer consumer, IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken)
    {
        if (letters.Count == 0)
        {
            return [];
        }

        var lines = await new OutcomeReader(account).FailuresAsync(
            consumer, letters.Min(letter => letter.SentAt), until: null, cancellationToken);
        var causes = new CauseFinder(lines);
        return [.. letters.Select(letter =>
        {
            var (cause, key) = causes.Of(letter);
            return new Failure(
                letter.Id, consumer.Title, letter.Event.Type, letter.Event.Id, letter.Event.Subject, letter.SentAt, cause, key);
        })];
    }

    private async Task<(IReadOnlyList<Failure> Failures, long Unseen)> OfAsync(
        Consumer consumer, QueueState deadLetters, DateTimeOffset since, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (deadLetters.Depth.Messages == 0)
        {
            return ([], 0);
        }

        var letters = await LookAsync(consumer, deadLetters, cancellationToken);
        var wanted = letters.Where(letter => letter.SentAt >= since && letter.SentAt <= now).ToList();
        return (
            await ExplainAsync(consumer, wanted, cancellationToken),
            letters.Count < MostLooked ? 0 : Math.Max(0, deadLetters.Depth.Messages - letters.Count));
    }

    private Task<IReadOnlyList<DeadLetter>> LookAsync(Consumer consumer, QueueState deadLetters, CancellationToken cancellationToken) =>
        new DeadLetterQueue(account, deadLetters, consumer.Title).LookAsync(MostLooked, cancellationToken);
}

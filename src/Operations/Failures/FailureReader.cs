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

    /// <summary>How long ago a crash may be.</summary>
    private static readonly TimeSpan CrashesOf = TimeSpan.FromHours(1);

    /// <param name="named">Consumers whose letters to read, and whether they crash; all that have dead letters when none is
    /// named.</param>
    /// <param name="since">Only letters whose message was sent since then; null for all.</param>
    /// <param name="cancellationToken">Ends it; letters in hand are given back.</param>
    public async Task<FailureList> ReadAsync(
        IReadOnlyCollection<string> named, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var consumers = (await new ConsumerReader(account).ReadAsync(cancellationToken)).Find(named);
        var (now, read) = (time.GetUtcNow(), new (IReadOnlyList<Failure> Failures, long Unseen, Crash? Crash)[consumers.Count]);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = ConsumersAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(consumers.Index(), parallel, async (item, token) =>
        {
            var (letters, messages) = await LookAsync(item.Item, isRequired: named.Count > 0, token);
            var wanted = letters.Where(letter => !(letter.SentAt < since) && letter.SentAt <= now).ToList();
            read[item.Index] = (
                await ExplainAsync(item.Item, wanted, token), letters.Count < MostLooked ? 0 : Math.Max(0, messages - letters.Count),
                named.Count == 0 ? null : await new CrashReader(account).LastAsync(item.Item, now - CrashesOf, token));
        });
        return new FailureList(
            now, [.. read.SelectMany(one => one.Failures).OrderBy(failure => failure.SentAt)], read.Sum(one => one.Unseen),
            [.. read.Select(one => one.Crash).OfType<Crash>()]);
    }

    /// <summary>Which of the letters were handled meanwhile, so that a redrive of them is suppressed.</summary>
    /// <returns>Their ids.</returns>
    public async Task<IReadOnlySet<string>> HandledAsync(IReadOnlyList<Failure> failures, CancellationToken cancellationToken)
    {
        var consumers = await new ConsumerReader(account).ReadAsync(cancellationToken);
        var byConsumer = await Task.WhenAll(failures.GroupBy(failure => failure.Consumer, StringComparer.Ordinal)
            .Select(group => (Consumer: consumers.All.FirstOrDefault(consumer => consumer.Title == group.Key), Failures: group.ToList()))
            .Where(group => group.Consumer is not null)
            .Select(group => new HandledLetters(account).AmongAsync(group.Consumer!, group.Failures, cancellationToken)));
        return byConsumer.SelectMany(ids => ids).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The letter with an id, which may be its message's or its event's, and why it is dead.</summary>
    /// <exception cref="OperationException">There is none.</exception>
    public async Task<(DeadLetter Letter, Failure Failure)> FindAsync(
        IReadOnlyCollection<string> named, string id, CancellationToken cancellationToken) =>
        await LetterAsync(named, id, cancellationToken) is var (consumer, letter)
            ? (letter, (await ExplainAsync(consumer, [letter], cancellationToken))[0])
            : throw new OperationException(
                $"No dead letter has the id '{id}', neither as a message nor as an event; './waybill failures' lists those there are.");

    /// <summary>The letter with an id, which may be its message's or its event's; null when there is none.</summary>
    internal async Task<(Consumer Consumer, DeadLetter Letter)?> LetterAsync(
        IReadOnlyCollection<string> named, string id, CancellationToken cancellationToken)
    {
        foreach (var consumer in (await new ConsumerReader(account).ReadAsync(cancellationToken)).Find(named))
        {
            var letters = await LettersAsync(consumer, cancellationToken);
            if (letters.FirstOrDefault(letter => letter.Id == id || letter.Event.Id == id) is { } found)
            {
                return (consumer, found);
            }
        }

        return null;
    }

    /// <summary>The letters of a consumer; none when it has no dead-letter queue.</summary>
    internal async Task<IReadOnlyList<DeadLetter>> LettersAsync(Consumer consumer, CancellationToken cancellationToken) =>
        (await LookAsync(consumer, isRequired: false, cancellationToken)).Letters;

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

    /// <summary>Letters of a consumer, and about how many there are.</summary>
    /// <param name="consumer">Whose.</param>
    /// <param name="isRequired">Whether it is an error that the consumer has no dead-letter queue.</param>
    /// <param name="cancellationToken">Ends it; letters in hand are given back.</param>
    private async Task<(IReadOnlyList<DeadLetter> Letters, long Messages)> LookAsync(
        Consumer consumer, bool isRequired, CancellationToken cancellationToken)
    {
        var queues = new QueueReader(account);
        var queue = await queues.ReadAsync(consumer.Queue, cancellationToken);
        var deadLetters = isRequired
            ? await queues.RequireDeadLettersAsync(consumer, queue, cancellationToken)
            : await queues.DeadLettersOfAsync(queue, cancellationToken);
        return deadLetters is { Depth.Messages: > 0 and var messages }
            ? (await new DeadLetterQueue(account, deadLetters, consumer.Title).LookAsync(MostLooked, cancellationToken), messages)
            : ([], 0);
    }
}

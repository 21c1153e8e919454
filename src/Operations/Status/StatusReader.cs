using Waybill.Operations.Accounts;
using Waybill.Operations.Consumers;

namespace Waybill.Operations.Status;

/// <summary>Reads how consumers are doing, in a number of requests that hardly grows with the consumers.</summary>
/// <remarks>
/// Of a few consumers each queue is asked itself. Of many, CloudWatch is, which knows 500 numbers at a time and is a minute or more
/// behind; then a dead-letter queue is found by its name (<c>NAME-dlq</c>) instead of by the queue's redrive policy.
/// </remarks>
public sealed class StatusReader(AwsAccount account, TimeProvider time)
{
    /// <summary>What "in the last hour" is.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>Two requests each are then still few.</summary>
    private const int MostAskedThemselves = 15;

    /// <param name="named">Consumers to read; all when none is named.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<AccountStatus> ReadAsync(IReadOnlyCollection<string> named, CancellationToken cancellationToken)
    {
        var alarms = new AlarmReader(account).InAlarmAsync(cancellationToken);
        var list = await new ConsumerReader(account).ReadAsync(cancellationToken);
        var consumers = list.Find(named);
        var exact = consumers.Count <= MostAskedThemselves;
        var now = time.GetUtcNow();
        // The minute that has begun counts too.
        var batch = new MetricBatch(account, now - Window, now + TimeSpan.FromMinutes(1));
        var counts = consumers.Select(consumer => new Counts(consumer, batch)).ToList();
        var depths = exact ? null : consumers.Select(consumer => new MeasuredDepths(consumer, list.QueueUrls, batch)).ToList();
        await batch.ReadAsync(cancellationToken);
        var read = depths is not null
            ? depths.Select(depth => depth.Read(batch))
            : await new ExactDepths(new QueueReader(account)).ReadAsync(consumers, cancellationToken);
        var ofAlarms = AlarmsOf(consumers, await alarms);
        var statuses = counts.Zip(read, (count, depth) => count.Status(batch, depth, [.. ofAlarms[count.Consumer]])).ToList();
        var others = named.Count > 0 ? [] : ofAlarms[null].ToList();
        return new AccountStatus(now, exact, statuses, others);
    }

    /// <summary>An alarm is a consumer's when its metric is of the consumer, its function or one of its queues.</summary>
    private static ILookup<Consumer?, string> AlarmsOf(IReadOnlyList<Consumer> consumers, IReadOnlyList<AlarmInAlarm> alarms)
    {
        var owners = new Dictionary<string, Consumer>(StringComparer.Ordinal);
        foreach (var consumer in consumers)
        {
            string[] names = [consumer.Name, consumer.Function, consumer.Queue.Name, MeasuredDepths.DeadLetterName(consumer)];
            foreach (var name in names)
            {
                owners.TryAdd(name, consumer);
            }
        }

        return alarms.ToLookup(
            alarm => alarm.Dimensions.Select(dimension => owners.GetValueOrDefault(dimension)).FirstOrDefault(owner => owner is not null),
            alarm => alarm.Name);
    }

    /// <summary>What a consumer did: its own counts where it reports them, else what its queue and function show.</summary>
    private sealed class Counts
    {
        private readonly string _handled;
        private readonly string _failed;
        private readonly string _age;

        public Counts(Consumer consumer, MetricBatch batch)
        {
            Consumer = consumer;
            // Only CloudWatch knows it.
            _age = batch.Add("AWS/SQS", "ApproximateAgeOfOldestMessage", "Maximum", "QueueName", consumer.Queue.Name);
            (_handled, _failed) = consumer.ReportsCounts
                ? (batch.Add("Waybill", "EventsHandled", "Sum", "Consumer", consumer.Name),
                    batch.Add("Waybill", "EventsFailed", "Sum", "Consumer", consumer.Name))
                : (batch.Add("AWS/SQS", "NumberOfMessagesDeleted", "Sum", "QueueName", consumer.Queue.Name),
                    batch.Add("AWS/Lambda", "Errors", "Sum", "FunctionName", consumer.Function));
        }

        public Consumer Consumer { get; }

        public ConsumerStatus Status(MetricBatch batch, Depths depths, IReadOnlyList<string> alarms)
        {
            var successes = batch.Of(_handled).Where(value => value.Value > 0).Select(value => value.At).ToList();
            TimeSpan? age = depths.Waiting + depths.InFlight > 0 && batch.Last(_age) is > 0 and var seconds
                ? TimeSpan.FromSeconds(seconds)
                : null;
            return new ConsumerStatus(
                Consumer, depths.Waiting, depths.InFlight, age, depths.DeadLetters, (long)batch.Sum(_handled), (long)batch.Sum(_failed),
                successes.Count == 0 ? null : successes.Max(), alarms);
        }
    }
}

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
        var laptop = new LaptopUse(batch);
        var depths = exact ? null : consumers.Select(consumer => new MeasuredDepths(consumer, list.QueueUrls, batch)).ToList();
        await batch.ReadAsync(cancellationToken);
        var read = depths is not null
            ? depths.Select(depth => depth.Read(batch))
            : await new ExactDepths(new QueueReader(account)).ReadAsync(consumers, cancellationToken);
        var ofAlarms = AlarmsOf(consumers, await alarms);
        var statuses = counts
            .Zip(read, (count, depth) => count.Status(batch, depth, [.. ofAlarms[count.Consumer]], laptop, now)).ToList();
        var others = named.Count > 0 ? [] : ofAlarms[null].ToList();
        return new AccountStatus(now, exact, statuses, others);
    }

    private static ILookup<Consumer?, string> AlarmsOf(IReadOnlyList<Consumer> consumers, IReadOnlyList<AlarmInAlarm> alarms)
    {
        var owners = new AlarmOwners(consumers);
        return alarms.ToLookup(alarm => owners.Of(alarm.Dimensions), alarm => alarm.Name);
    }

    /// <summary>What a consumer did.</summary>
    private sealed class Counts
    {
        private readonly ConsumerCounts _counts;
        private readonly string _age;
        private readonly Limits _limits;

        public Counts(Consumer consumer, MetricBatch batch)
        {
            Consumer = consumer;
            // Only CloudWatch knows it.
            _age = batch.Add("AWS/SQS", "ApproximateAgeOfOldestMessage", "Maximum", "QueueName", consumer.Queue.Name);
            _counts = ConsumerCounts.Add(consumer, batch);
            _limits = new Limits(consumer, batch);
        }

        public Consumer Consumer { get; }

        public ConsumerStatus Status(
            MetricBatch batch, Depths depths, IReadOnlyList<string> alarms, LaptopUse laptop, DateTimeOffset now)
        {
            var successes = batch.Of(_counts.Handled).Where(value => value.Value > 0).Select(value => value.At).ToList();
            TimeSpan? age = depths.Waiting + depths.InFlight > 0 && batch.Last(_age) is > 0 and var seconds
                ? TimeSpan.FromSeconds(seconds)
                : null;
            return new ConsumerStatus(
                Consumer, depths.Waiting, depths.InFlight, age, depths.DeadLetters, (long)batch.Sum(_counts.Handled),
                (long)batch.Sum(_counts.Failed), successes.Count == 0 ? null : successes.Max(), alarms,
                depths.Waiting > 0 && !Consumer.IsPaused ? _limits.Read(batch, laptop, now) : []);
        }
    }
}

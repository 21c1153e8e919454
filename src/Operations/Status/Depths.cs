using Waybill.Operations.Consumers;

namespace Waybill.Operations.Status;

/// <summary>What waits for a consumer, and what is dead.</summary>
internal sealed record Depths(long Waiting, long InFlight, long? DeadLetters);

/// <summary>The queues' own counts.</summary>
internal sealed class ExactDepths(QueueReader queues)
{
    private const int AtOnce = 8;

    public async Task<IReadOnlyList<Depths>> ReadAsync(IReadOnlyList<Consumer> consumers, CancellationToken cancellationToken)
    {
        var depths = new Depths[consumers.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(consumers.Index(), parallel, async (item, token) =>
        {
            var queue = await queues.ReadAsync(item.Item.Queue, token);
            var dead = await queues.DeadLettersOfAsync(queue, token);
            depths[item.Index] = new Depths(queue.Depth.Visible + queue.Depth.Delayed, queue.Depth.InFlight, dead?.Depth.Messages);
        });
        return depths;
    }
}

/// <summary>The counts that SQS reports to CloudWatch.</summary>
internal sealed class MeasuredDepths
{
    private readonly string _visible;
    private readonly string _delayed;
    private readonly string _inFlight;
    private readonly string? _dead;

    public MeasuredDepths(Consumer consumer, IReadOnlyDictionary<string, string> queueUrls, MetricBatch batch)
    {
        var (queue, dead) = (consumer.Queue.Name, DeadLetterName(consumer));
        _visible = Of(queue, "ApproximateNumberOfMessagesVisible");
        _delayed = Of(queue, "ApproximateNumberOfMessagesDelayed");
        _inFlight = Of(queue, "ApproximateNumberOfMessagesNotVisible");
        _dead = queueUrls.ContainsKey(dead) ? Of(dead, "ApproximateNumberOfMessagesVisible") : null;

        string Of(string name, string metric) => batch.Add("AWS/SQS", metric, "Maximum", "QueueName", name);
    }

    /// <summary>What the dead-letter queue of a consumer is called where Waybill made it.</summary>
    public static string DeadLetterName(Consumer consumer) => $"{consumer.Queue.Name}-dlq";

    public Depths Read(MetricBatch batch) => new(
        (long)(batch.Last(_visible) + batch.Last(_delayed)), (long)batch.Last(_inFlight),
        _dead is null ? null : (long)batch.Last(_dead));
}

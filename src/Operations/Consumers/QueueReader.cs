using System.Globalization;
using System.Text.Json;
using Amazon.SQS.Model;
using Waybill.Operations.Accounts;

namespace Waybill.Operations.Consumers;

/// <summary>Reads queues' own settings and depths.</summary>
internal sealed class QueueReader(AwsAccount account)
{
    private static readonly List<string> Everything = ["All"];

    public async Task<QueueState> ReadAsync(QueueAddress queue, CancellationToken cancellationToken)
    {
        var answer = await account.Sqs.GetQueueAttributesAsync(
            new GetQueueAttributesRequest { QueueUrl = queue.Url, AttributeNames = Everything }, cancellationToken);
        return new QueueState(queue, answer.Attributes);
    }

    /// <summary>The dead-letter queue of a queue, or null.</summary>
    public async Task<QueueState?> DeadLettersOfAsync(QueueState queue, CancellationToken cancellationToken) =>
        queue.DeadLetters is { } deadLetters ? await ReadAsync(deadLetters, cancellationToken) : null;

    /// <summary>The dead-letter queue of a consumer's queue.</summary>
    /// <exception cref="OperationException">It has none.</exception>
    public async Task<QueueState> RequireDeadLettersAsync(Consumer consumer, QueueState queue, CancellationToken cancellationToken) =>
        await DeadLettersOfAsync(queue, cancellationToken) ?? throw new OperationException(
            $"{consumer.Title} has no dead-letter queue: its queue {consumer.Queue.Name} has no redrive policy, so a message that "
            + "fails is tried until it is too old. Give the queue a RedrivePolicy.");
}

/// <summary>A queue's attributes, as GetQueueAttributes has them.</summary>
public sealed class QueueState(QueueAddress queue, IReadOnlyDictionary<string, string> attributes)
{
    public QueueAddress Queue => queue;

    public QueueDepth Depth => new(
        Number("ApproximateNumberOfMessages"), Number("ApproximateNumberOfMessagesNotVisible"),
        Number("ApproximateNumberOfMessagesDelayed"));

    public TimeSpan Retention => TimeSpan.FromSeconds(Number("MessageRetentionPeriod"));

    /// <summary>Most bytes a message may have.</summary>
    public long LargestMessage => Number("MaximumMessageSize");

    public bool IsFifo => attributes.GetValueOrDefault("FifoQueue") == "true";

    /// <summary>How often a message is received before it is dead; null when the queue has no redrive policy.</summary>
    public int? MaxReceives =>
        Redrive is { } policy ? int.Parse(policy.GetProperty("maxReceiveCount").ToString(), CultureInfo.InvariantCulture) : null;

    /// <summary>Where messages go that failed too often.</summary>
    public QueueAddress? DeadLetters =>
        Redrive?.GetProperty("deadLetterTargetArn").GetString() is { } arn ? queue.Beside(Arn.Name(arn), arn) : null;

    private JsonElement? Redrive => attributes.TryGetValue("RedrivePolicy", out var policy) ? JsonElement.Parse(policy) : null;

    private long Number(string name) =>
        attributes.TryGetValue(name, out var text) ? long.Parse(text, CultureInfo.InvariantCulture) : 0;
}

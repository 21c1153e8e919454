using Amazon.SQS.Model;
using Waybill.Operations.Accounts;

namespace Waybill.Operations.Consumers;

/// <summary>Takes messages of one queue in hand, hides, returns and deletes them, ten a request.</summary>
internal sealed class QueueHand(AwsAccount account, QueueAddress queue)
{
    /// <summary>Most messages of one request (SQS API reference).</summary>
    public const int BatchSize = 10;

    private const int AtOnce = 8;

    private static readonly List<string> All = ["All"];

    /// <param name="hold">How long they are nobody else's.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<Message>> ReceiveAsync(TimeSpan hold, CancellationToken cancellationToken)
    {
        var answer = await account.Sqs.ReceiveMessageAsync(
            new ReceiveMessageRequest
            {
                QueueUrl = queue.Url,
                MaxNumberOfMessages = BatchSize,
                VisibilityTimeout = (int)hold.TotalSeconds,
                MessageAttributeNames = All,
                MessageSystemAttributeNames = All,
            },
            cancellationToken);
        return answer.Messages ?? [];
    }

    /// <summary>Hides messages for so long from now on; for no time is to give them back.</summary>
    public async Task HideAsync(IEnumerable<QueueMessage> messages, TimeSpan hold, CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(messages.Chunk(BatchSize), parallel, async (some, token) =>
            await account.Sqs.ChangeMessageVisibilityBatchAsync(
                new ChangeMessageVisibilityBatchRequest
                {
                    QueueUrl = queue.Url,
                    Entries = [.. some.Select((message, i) => new ChangeMessageVisibilityBatchRequestEntry($"{i}", message.ReceiptHandle)
                    {
                        VisibilityTimeout = (int)hold.TotalSeconds,
                    })],
                },
                token));
    }

    /// <param name="messages">At most ten.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The ids of those that are still there, because SQS refused to delete them.</returns>
    public async Task<IReadOnlySet<string>> DeleteAsync(IReadOnlyList<QueueMessage> messages, CancellationToken cancellationToken)
    {
        var answer = await account.Sqs.DeleteMessageBatchAsync(
            new DeleteMessageBatchRequest
            {
                QueueUrl = queue.Url,
                Entries = [.. messages.Select((message, i) => new DeleteMessageBatchRequestEntry($"{i}", message.ReceiptHandle))],
            },
            cancellationToken);
        return (answer.Failed ?? []).Select(failed => messages[int.Parse(failed.Id, null)].Id).ToHashSet(StringComparer.Ordinal);
    }
}

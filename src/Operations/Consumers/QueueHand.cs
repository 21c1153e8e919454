using System.Text;
using Amazon.SQS.Model;
using Waybill.Operations.Accounts;

namespace Waybill.Operations.Consumers;

/// <summary>Takes messages of one queue in hand, hides, returns and deletes them, ten a request.</summary>
internal sealed class QueueHand(AwsAccount account, QueueAddress queue)
{
    /// <summary>Most messages of one request (SQS API reference).</summary>
    public const int BatchSize = 10;

    /// <summary>A queue that is spread over machines can answer with nothing, so often, while it has messages.</summary>
    public const int EmptyAnswers = 3;

    /// <summary>A request may have as many bytes as one message (SQS API reference, SendMessageBatch).</summary>
    private const int LargestRequest = 1_048_576;

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

    /// <summary>What is to be sent, as many as one request takes.</summary>
    public static IEnumerable<List<T>> Requests<T>(IEnumerable<T> all, Func<T, string> body)
    {
        var (request, bytes) = (new List<T>(), 0);
        foreach (var one in all)
        {
            var size = Encoding.UTF8.GetByteCount(body(one));
            if (request.Count == BatchSize || (request.Count > 0 && bytes + size > LargestRequest))
            {
                yield return request;
                (request, bytes) = ([], 0);
            }

            request.Add(one);
            bytes += size;
        }

        if (request.Count > 0)
        {
            yield return request;
        }
    }

    /// <summary>A message once more, with another body or its own; its trace goes on.</summary>
    public static SendMessageBatchRequestEntry Again(string id, QueueMessage message, string body) => new(id, body)
    {
        MessageAttributes = message.Attributes.ToDictionary(StringComparer.Ordinal),
        MessageSystemAttributes = message.TraceHeader is { } trace
            ? new() { ["AWSTraceHeader"] = new() { DataType = "String", StringValue = trace } }
            : [],
    };

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

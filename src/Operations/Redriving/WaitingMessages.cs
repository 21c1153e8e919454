using Amazon.SQS.Model;
using Waybill.Operations.Accounts;
using Waybill.Operations.Consumers;

namespace Waybill.Operations.Redriving;

/// <summary>Holds messages of a consumer's queue back, until what has to go before them has gone.</summary>
/// <remarks>
/// They are received and stay hidden, so a process that dies with them loses nothing: they are visible again after the hold. That adds
/// one to their receive counts; a message that has none left for the consumer is sent once more, and deleted after that.
/// </remarks>
internal sealed class WaitingMessages(AwsAccount account, QueueState queue)
{
    /// <summary>Messages that are looked through.</summary>
    private const int Most = 20_000;

    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(10);

    private readonly QueueHand _hand = new(account, queue.Queue);
    private readonly List<QueueMessage> _held = [];

    /// <summary>Looks through the queue, which nobody polls meanwhile, and holds back what has one of these keys.</summary>
    /// <exception cref="OperationException">There is too much in it.</exception>
    public async Task HoldAsync(IReadOnlySet<string> keys, CancellationToken cancellationToken)
    {
        var others = new List<QueueMessage>();
        try
        {
            for (var empty = 0; empty < QueueHand.EmptyAnswers;)
            {
                var some = (await _hand.ReceiveAsync(Hold, cancellationToken)).Select(message => new QueueMessage(message)).ToList();
                empty = some.Count == 0 ? empty + 1 : 0;
                _held.AddRange(some.Where(IsMeant));
                others.AddRange(some.Where(message => !IsMeant(message)));
                if (_held.Count + others.Count > Most)
                {
                    throw new OperationException(
                        $"More than {Most} messages wait in {queue.Queue.Name}; so many are not held back. Redrive without --in-order, or "
                        + "let the consumer work first.");
                }
            }
        }
        finally
        {
            await GiveBackAsync(others);
        }

        bool IsMeant(QueueMessage message) => message.Event.Subject is { } key && keys.Contains(key);
    }

    /// <summary>Holds them for some time more.</summary>
    public Task HoldOnAsync(CancellationToken cancellationToken) => _hand.HideAsync(_held, Hold, cancellationToken);

    /// <summary>Lets them go.</summary>
    public Task ReleaseAsync() => GiveBackAsync(_held);

    private async Task GiveBackAsync(IReadOnlyList<QueueMessage> messages)
    {
        var renewed = new List<QueueMessage>();
        var exhausted = messages.Where(message => message.Receives >= queue.MaxReceives);
        foreach (var request in QueueHand.Requests(exhausted, message => message.Body))
        {
            var answer = await account.Sqs.SendMessageBatchAsync(
                new SendMessageBatchRequest
                {
                    QueueUrl = queue.Queue.Url,
                    Entries = [.. request.Select((message, i) => QueueHand.Again($"{i}", message, message.Body))],
                },
                CancellationToken.None);
            // One that the queue refuses stays: it is dead when it is received once more, and not lost.
            var sent = (answer.Successful ?? []).Select(one => request[int.Parse(one.Id, null)]).ToList();
            if (sent.Count > 0)
            {
                await _hand.DeleteAsync(sent, CancellationToken.None);
                renewed.AddRange(sent);
            }
        }

        await _hand.HideAsync(messages.Except(renewed), TimeSpan.Zero, CancellationToken.None);
    }
}

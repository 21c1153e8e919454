using System.Text;
using Amazon.Runtime;
using Amazon.SQS.Model;
using Waybill.Operations.Accounts;
using Waybill.Operations.Consumers;
using Waybill.Operations.Failures;

namespace Waybill.Operations.Redriving;

/// <summary>Sends dead letters to their consumer's queue again, and deletes them after that.</summary>
/// <remarks>
/// Sent first, deleted after: when this ends in the middle, nothing is lost, a letter may be in both queues, and the next redrive sends it
/// once more; the consumer suppresses the second one. A letter is in one redriver's hands at a time, so two at once share the work.
/// </remarks>
internal sealed class Redriver(AwsAccount account, TimeProvider time)
{
    /// <summary>Ended in the middle, the next redrive finds the letters again after this.</summary>
    private static readonly TimeSpan HoldOfABatch = TimeSpan.FromSeconds(30);

    /// <summary>Letters that stay dead are kept out of the way until all others have been moved.</summary>
    private static readonly TimeSpan HoldToTheEnd = TimeSpan.FromMinutes(5);

    /// <param name="plan">What to move.</param>
    /// <param name="rate">Letters a second, at most; null for as fast as it goes.</param>
    /// <param name="progress">Hears how many letters have been moved so far.</param>
    /// <param name="cancellationToken">Ends it after the batches in hand.</param>
    public async Task<RedriveMoves> MoveAsync(RedrivePlan plan, int? rate, IProgress<int> progress, CancellationToken cancellationToken)
    {
        var moving = new Moving(plan, progress);
        var inputs = new RuleInputs(account, plan.Queue.Queue.Arn, time);
        var queue = new DeadLetterQueue(account, plan.DeadLetters, plan.Consumer.Title);
        var pace = new Pace(rate, time);
        try
        {
            await queue.TakeAsync(
                plan.Failures.Count + plan.Others, plan.Others == 0 ? HoldOfABatch : HoldToTheEnd,
                token => pace.WaitAsync(QueueHand.BatchSize, token),
                async (letters, token) =>
                {
                    var ready = await ReadyAsync(plan, moving, inputs, [.. letters.Where(moving.Wants)], token);
                    var moved = await MoveAsync(plan, moving, queue, ready);
                    return letters.Where(letter => !moved.Contains(letter.Id));
                },
                cancellationToken);
            return moving.Result(ended: null);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return moving.Result(RedriveMoves.Cancelled);
        }
        catch (AmazonServiceException e) when (moving.HasBegun)
        {
            // Credentials that expire in the middle, say: what was done by then is to be said.
            return moving.Result($"{e.ErrorCode}: {e.Message}");
        }
    }

    /// <summary>The letters that can be sent, and what is sent of them.</summary>
    private static async Task<List<(DeadLetter Letter, string Body)>> ReadyAsync(
        RedrivePlan plan, Moving moving, RuleInputs inputs, List<DeadLetter> letters, CancellationToken cancellationToken)
    {
        var ready = new List<(DeadLetter Letter, string Body)>();
        foreach (var letter in letters)
        {
            var (body, problem) = await inputs.BodyAsync(letter, cancellationToken);
            if (body is null)
            {
                moving.Refuse(letter, problem!);
            }
            else if (Encoding.UTF8.GetByteCount(body) is var size && size > plan.Queue.LargestMessage)
            {
                moving.Refuse(letter, $"it has {size} bytes after the rule's input, and its queue takes {plan.Queue.LargestMessage}");
            }
            else
            {
                ready.Add((letter, body));
            }
        }

        return ready;
    }

    /// <returns>The ids of letters that were sent.</returns>
    private async Task<HashSet<string>> MoveAsync(
        RedrivePlan plan, Moving moving, DeadLetterQueue queue, List<(DeadLetter Letter, string Body)> ready)
    {
        var moved = new HashSet<string>(StringComparer.Ordinal);
        foreach (var request in QueueHand.Requests(ready, one => one.Body))
        {
            // Not to be cancelled between the two: then the letter would be in both queues.
            var sent = await SendAsync(plan, moving, request);
            if (sent.Count > 0)
            {
                moving.Deleted(sent, await KeptAsync(queue, sent, moving));
                moved.UnionWith(sent.Select(letter => letter.Id));
            }
        }

        return moved;
    }

    /// <summary>Deletes letters that were sent.</summary>
    /// <returns>The ids of those that are still there.</returns>
    private static async Task<IReadOnlySet<string>> KeptAsync(DeadLetterQueue queue, List<DeadLetter> sent, Moving moving)
    {
        try
        {
            return await queue.DeleteAsync(sent, CancellationToken.None);
        }
        catch (AmazonServiceException)
        {
            moving.Deleted(sent, sent.Select(letter => letter.Id).ToHashSet(StringComparer.Ordinal));
            throw;
        }
    }

    private async Task<List<DeadLetter>> SendAsync(RedrivePlan plan, Moving moving, List<(DeadLetter Letter, string Body)> request)
    {
        var answer = await account.Sqs.SendMessageBatchAsync(
            new SendMessageBatchRequest
            {
                QueueUrl = plan.Queue.Queue.Url,
                Entries = [.. request.Index().Select(one => Entry($"{one.Index}", one.Item.Letter, one.Item.Body, plan.Queue.IsFifo))],
            },
            CancellationToken.None);
        foreach (var refused in answer.Failed ?? [])
        {
            moving.Refuse(request[int.Parse(refused.Id, null)].Letter, $"its queue refused it: {refused.Code}: {refused.Message}");
        }

        return [.. (answer.Successful ?? []).Select(sent =>
        {
            var letter = request[int.Parse(sent.Id, null)].Letter;
            moving.Sent(letter, sent.MessageId);
            return letter;
        })];
    }

    private static SendMessageBatchRequestEntry Entry(string id, DeadLetter letter, string body, bool isFifo)
    {
        var entry = QueueHand.Again(id, letter, body);
        foreach (var name in DeadLetter.EventBridgeAttributes)
        {
            entry.MessageAttributes.Remove(name);
        }

        entry.MessageGroupId = letter.GroupId;
        // Sent twice within five minutes by a redrive that was ended in the middle, it is one.
        entry.MessageDeduplicationId = isFifo ? letter.Id : null;
        return entry;
    }
}

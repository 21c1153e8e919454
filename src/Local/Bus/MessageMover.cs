using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Waybill.Local.Account;

namespace Waybill.Local.Bus;

/// <summary>Does the account's message move tasks, and goes on with those that an earlier run of the process had not ended.</summary>
/// <remarks>A batch is moved, and counted, in one transaction: a process that is killed moves nothing twice and loses nothing.</remarks>
internal sealed partial class MessageMover : IAsyncDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly LiveAccount _account;
    private readonly Queues _queues;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, Task> _running = new(StringComparer.Ordinal);

    public MessageMover(LiveAccount account, Queues queues, ILogger log)
    {
        (_account, _queues, _log) = (account, queues, log);
        foreach (var task in account.Now.All<MessageMoveTask>().Where(task => task.IsActive))
        {
            Start(task);
        }

        account.Follow(Follow);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running.Values);
        _stop.Dispose();
    }

    private void Follow(IReadOnlyList<Step> steps)
    {
        foreach (var step in steps)
        {
            if (step.Is<MessageMoveTask>(out var before, out var after) && before is null && after!.IsActive)
            {
                Start(after);
            }
        }
    }

    private void Start(MessageMoveTask task) => _running[task.Arn] = Task.Run(() => RunAsync(task.Arn));

    private async Task RunAsync(string arn)
    {
        while (!_stop.IsCancellationRequested && _account.Now.Find<MessageMoveTask>(arn) is { IsActive: true } task)
        {
            try
            {
                await StepAsync(task);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                break;
            }
            catch (Exception error)
            {
                LogFailed(_log, task.SourceArn, error);
            }

            if (_account.Now.Find<MessageMoveTask>(arn) is { Status: MessageMoveTask.Running })
            {
                await Task.Delay(Second, _queues.Time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        _running.TryRemove(arn, out _);
    }

    /// <summary>Moves as much as a second may have, or ends the task.</summary>
    private async Task StepAsync(MessageMoveTask task)
    {
        if (task.Status == MessageMoveTask.Cancelling)
        {
            await EndAsync(task, MessageMoveTask.Cancelled);
            return;
        }

        if (_queues.Find(task.SourceArn) is not { } source)
        {
            await EndAsync(task, MessageMoveTask.Failed, "AWS.SimpleQueueService.NonExistentQueue");
            return;
        }

        var entries = source.TakeOldest(task.MaxPerSecond ?? MessageMoveTask.FastestPerSecond, task.StartedAt);
        QueueEntry[] movable = [.. entries.TakeWhile(entry => Destination(task, entry) is { } arn && _queues.Find(arn) is not null)];
        source.PutBack(entries.Skip(movable.Length));
        if (movable.Length > 0)
        {
            await MoveAsync(task, source, movable);
        }
        else if (entries.Count == 0)
        {
            await EndAsync(task, MessageMoveTask.Completed);
        }
        else
        {
            await EndAsync(
                task, MessageMoveTask.Failed,
                Destination(task, entries[0]) is null ? "CouldNotDetermineMessageSource" : "AWS.SimpleQueueService.NonExistentQueue");
        }
    }

    private async Task MoveAsync(MessageMoveTask task, MessageQueue source, QueueEntry[] entries)
    {
        _queues.Expect(entries.Length);
        try
        {
            var messages = entries.Select(entry => _queues.Redriven(entry.Message, Destination(task, entry)!)).ToList();
            await _account.ChangeAsync(
                change =>
                {
                    // One that was cancelled meanwhile ends after this batch.
                    var now = change.Resources.Find<MessageMoveTask>(task.Arn)!;
                    change.Put(now with { Moved = now.Moved + entries.Length });
                    return true;
                },
                transaction =>
                {
                    Array.ForEach(entries, entry => transaction.Messages.Delete(entry.Message.Sequence));
                    messages.ForEach(message => _ = _queues[message.QueueArn]);
                    messages.ForEach(transaction.Insert);
                },
                () => _queues.Arrive(messages, entries.Length), _stop.Token);
        }
        catch
        {
            _queues.Settle(entries.Length);
            source.PutBack(entries);
            throw;
        }
    }

    private Task EndAsync(MessageMoveTask task, string status, string? reason = null) => _account.ChangeAsync(
        change =>
        {
            var now = change.Resources.Find<MessageMoveTask>(task.Arn)!;
            var isCancelled = now.Status == MessageMoveTask.Cancelling;
            change.Put(now with { Status = isCancelled ? MessageMoveTask.Cancelled : status, FailureReason = reason });
        },
        _stop.Token);

    private static string? Destination(MessageMoveTask task, QueueEntry entry) => task.DestinationArn ?? entry.Message.DeadLetterSourceArn;

    [LoggerMessage(Level = LogLevel.Error, Message = "Moving messages from {Arn} failed; it is tried again")]
    private static partial void LogFailed(ILogger log, string arn, Exception error);
}

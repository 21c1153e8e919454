using Waybill.Local.Account;
using Waybill.Local.Bus;

namespace Waybill.Local.Functions;

/// <summary>Takes messages from a queue to a function, as a Lambda event source mapping does.</summary>
/// <remarks>
/// One loop receives and invokes; while it receives full batches it starts another, up to the mapping's concurrency and to as many as the
/// function may have processes. Messages are deleted only after the function answered that they are done; the others stay invisible for
/// the queue's visibility timeout and come again. Their receive counts once the function has them: a runner that dies before has not
/// received them.
/// </remarks>
/// <param name="mapping">What the template says.</param>
/// <param name="functionArn">The function it says it of.</param>
/// <param name="functions">Where that function is, in its present form.</param>
/// <param name="queues">Where the queue is.</param>
/// <param name="warn">Hears of answers that could not be understood, and of failures to receive or delete.</param>
/// <param name="time">The clock of batching windows and pauses.</param>
internal sealed class EventSourcePoller(
    EventSourceMapping mapping, string functionArn, FunctionHosts functions, Queues queues, Action<string> warn, TimeProvider time)
{
    private const int MaximumReceive = 10;
    private static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ExtraPoll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly MessageFilter? _filter = MessageFilter.Of(mapping);

    /// <summary>Polls until cancelled; then completes when the batches in hand have been answered.</summary>
    public Task RunAsync(CancellationToken stop) => mapping.Enabled ? LoopAsync(1, stop) : Task.CompletedTask;

    private async Task LoopAsync(int number, CancellationToken stop)
    {
        var next = Task.CompletedTask;
        while (!stop.IsCancellationRequested)
        {
            var taken = new List<Receipt>();
            try
            {
                await ReceiveAsync(taken, number == 1 ? LongPoll : ExtraPoll, stop);
                if (taken.Count == 0 && number > 1)
                {
                    break; // The backlog is gone.
                }

                if (taken.Count == mapping.BatchSize && next.IsCompleted && MayStartAfter(number))
                {
                    next = LoopAsync(number + 1, stop);
                }

                var batch = await FilterAsync(taken);
                if (batch.Count > 0)
                {
                    await HandleAsync(batch);
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                break;
            }
            catch (Exception failure)
            {
                warn($"{mapping.QueueArn} → {mapping.FunctionName}: {failure.Message} Trying again.");
                await Task.Delay(PauseAfterFailure, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            finally
            {
                queues.Find(mapping.QueueArn)?.LetGo(taken.Count);
            }
        }
        await next;
    }

    /// <summary>Whether one more loop would have a process to work with.</summary>
    private bool MayStartAfter(int loops)
    {
        if (functions.Find(functionArn) is not { } host || loops >= mapping.MaximumConcurrency)
        {
            return false;
        }

        if (loops >= host.Concurrency)
        {
            host.Grow();
        }

        return loops < host.Concurrency;
    }

    /// <summary>A batch: what is there when the first message is, or what arrives within the batching window,
    /// up to the batch size.</summary>
    private async Task ReceiveAsync(List<Receipt> batch, TimeSpan wait, CancellationToken stop)
    {
        DateTimeOffset? closes = null;
        do
        {
            var received = await queues[mapping.QueueArn].TakeAsync(
                Math.Min(MaximumReceive, mapping.BatchSize - batch.Count), wait, stop);
            if (received.Count == 0)
            {
                break;
            }

            batch.AddRange(received);
            closes ??= time.GetUtcNow() + mapping.BatchingWindow;
            wait = closes.Value - time.GetUtcNow();
        }
        while (batch.Count < mapping.BatchSize && wait > TimeSpan.Zero);
    }

    /// <summary>The messages for the function; the others are deleted, as Lambda does.</summary>
    private async Task<IReadOnlyList<Receipt>> FilterAsync(List<Receipt> batch)
    {
        if (_filter is null || batch.Count == 0)
        {
            return batch;
        }

        var passing = batch.ToLookup(receipt => _filter.Passes(receipt.Message));
        if (passing[false].Any())
        {
            await queues[mapping.QueueArn].DeleteAsync(
                [.. passing[false].Select(receipt => receipt.Message.ReceiptHandle)], CancellationToken.None);
        }

        return [.. passing[true]];
    }

    // Not cancelled with the polling: what the function has done must be deleted, or it is done again.
    private async Task HandleAsync(IReadOnlyList<Receipt> receipts)
    {
        var queue = queues[mapping.QueueArn];
        IReadOnlyList<ReceivedMessage> batch = [.. receipts.Select(receipt => receipt.Message)];
        var spans = BatchSpans.Begin(functions.Options.Spans, mapping, batch, time);
        var result = await KeptInvisibleAsync(
            InvokeAsync(SqsEvent.Write(spans.Messages, mapping.QueueArn), () => queue.HandedOverAsync(receipts)), queue, batch);
        if (result?.Outcome != InvocationOutcome.Succeeded)
        {
            spans.End(result?.Outcome.ToString() ?? "NoSuchFunction");
            // The function's host has said why; the messages come again: at once, where laptop mode's end was why, for nobody works on
            // them any more.
            if (result?.Outcome == InvocationOutcome.Stopped)
            {
                await ChangeVisibilityAsync(queue, batch, TimeSpan.Zero);
            }

            return;
        }

        var failed = mapping.ReportBatchItemFailures ? Failures(result, batch) : null;
        spans.End(error: null, failed);
        var done = batch.Where(message => failed?.Contains(message.MessageId) is not true).Select(message => message.ReceiptHandle).ToList(
            );
        if (done.Count > 0)
        {
            await queue.DeleteAsync(done, CancellationToken.None);
        }
    }

    /// <summary>While a function is debugged the visibility timeout of its messages does not run: it begins anew until the call has
    /// ended.</summary>
    private async Task<InvocationResult?> KeptInvisibleAsync(
        Task<InvocationResult?> call, MessageQueue queue, IReadOnlyList<ReceivedMessage> batch)
    {
        var timeout = queue.Definition.VisibilityTimeout;
        while (functions.Options.Debugged == functionArn
            && await Task.WhenAny(call, Task.Delay(timeout / 3, time)) != call)
        {
            await ChangeVisibilityAsync(queue, batch, timeout);
        }

        return await call;
    }

    /// <summary>Has the function called; the batch counts as received when a process gets it, or none can take it.</summary>
    private async Task<InvocationResult?> InvokeAsync(ReadOnlyMemory<byte> payload, Func<Task> received)
    {
        var begun = false;
        var request = new InvocationRequest(payload)
        {
            OnBegun = () =>
            {
                begun = true;
                return received();
            },
        };
        var result = await functions.InvokeAsync(functionArn, request, CancellationToken.None);
        if (!begun && result?.Outcome != InvocationOutcome.Stopped)
        {
            await received();
        }

        return result;
    }

    private static async Task ChangeVisibilityAsync(MessageQueue queue, IReadOnlyList<ReceivedMessage> batch, TimeSpan visibility)
    {
        foreach (var message in batch)
        {
            try
            {
                await queue.ChangeVisibilityAsync(message.ReceiptHandle, visibility);
            }
            catch (MessageNotAvailableException)
            {
                // Somebody has deleted it, or has received it since.
            }
        }
    }

    private IReadOnlySet<string> Failures(InvocationResult result, IReadOnlyList<ReceivedMessage> batch)
    {
        var ids = batch.Select(message => message.MessageId).ToHashSet(StringComparer.Ordinal);
        var failed = BatchResponse.Failures(result.Payload, ids, out var complaint);
        if (complaint is not null)
        {
            warn(
                $"{mapping.FunctionName} answered a batch of {batch.Count} with something Lambda takes for a failure of all of it: "
                    + $"{complaint}.");
        }

        return failed;
    }
}

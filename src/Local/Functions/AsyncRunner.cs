using System.Collections.Concurrent;
using System.Text;
using Waybill.Local.Account;
using Waybill.Local.Bus;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Metrics;
using Waybill.Local.Tracing;
using Waybill.Telemetry;

namespace Waybill.Local.Functions;

/// <summary>Makes the asynchronous calls that lie in the store, as many of a function at a time as it has processes.</summary>
/// <remarks>
/// A call stays in the store until it has ended; what was under way when the process ended is made again, with the same request id. Errors
/// of laptop mode's own count as throttles do: they are tried again until the event is too old.
/// </remarks>
internal sealed class AsyncRunner : IAsyncDisposable
{
    /// <summary>How long calls under way may take when laptop mode ends. Others are made again.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly LiveAccount _account;
    private readonly BusStore _store;
    private readonly Queues _queues;
    private readonly FunctionHosts _functions;
    private readonly Destinations _destinations;
    private readonly Action<string> _warn;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new(); // Neither is disposed: a late call may still look at it.
    private readonly SemaphoreSlim _wake = new(0);
    private readonly ConcurrentDictionary<long, (string Target, Task Call)> _calls = new();
    private Task _running = Task.CompletedTask;

    public AsyncRunner(
        LiveAccount account, BusStore store, Queues queues, FunctionHosts functions, DestinationPorts ports, Action<string> warn)
    {
        _account = account;
        _store = store;
        _queues = queues;
        _functions = functions;
        _time = functions.Options.Time;
        _warn = warn;
        _destinations = new Destinations(account, queues, ports, warn, _time);
    }

    /// <summary>Begins with what is due.</summary>
    public void Start() => _running = Task.Run(RunAsync);

    /// <summary>Promises a call; when the task completes, the promise is on disk.</summary>
    public async Task AcceptAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        await _store.CommitAsync(transaction => transaction.Insert(delivery), Wake, cancellationToken);
        Put(delivery.TargetArn, "AsyncEventsReceived", 1);
    }

    /// <summary>There may be something new in the store.</summary>
    public void Wake() => _wake.Release();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await Task.WhenAny(Task.WhenAll(_calls.Values.Select(call => call.Call)), Task.Delay(Grace));
        await _functions.DisposeAsync();
        await Task.WhenAll(_calls.Values.Select(call => call.Call));
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var now = _time.GetUtcNow();
                StartDue(now);
                await WaitAsync(_store.Reader.NextInvocation(now));
            }
            catch (Exception failure)
            {
                _warn($"Asynchronous calls cannot be read from the store: {failure.Message} Trying again.");
                await Task.Delay(PauseAfterFailure, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Waits until something is new or due.</summary>
    private async Task WaitAsync(DateTimeOffset? next)
    {
        var pause = next - _time.GetUtcNow() ?? Timeout.InfiniteTimeSpan;
        using var due = new CancellationTokenSource(next is null || pause > TimeSpan.Zero ? pause : TimeSpan.Zero, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(due.Token, _stop.Token);
        await _wake.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (_wake.CurrentCount > 0)
        {
            await _wake.WaitAsync(CancellationToken.None);
        }
    }

    private void StartDue(DateTimeOffset now)
    {
        var underWay = _calls.Values.GroupBy(call => call.Target, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        while (true)
        {
            string[] busy = [.. underWay.Where(one => one.Value >= Concurrency(one.Key)).Select(one => one.Key)];
            var due = _store.Reader.DueInvocations(now, busy, underWay.Values.Sum() + 1)
                .FirstOrDefault(delivery => !_calls.ContainsKey(delivery.Sequence));
            if (due is null)
            {
                return;
            }

            underWay[due.TargetArn] = underWay.GetValueOrDefault(due.TargetArn) + 1;
            var noted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _calls[due.Sequence] = (due.TargetArn, CallAsync(due, noted.Task));
            noted.SetResult();
        }
    }

    private int Concurrency(string functionArn) => _functions.Find(functionArn)?.Concurrency ?? 1;

    private async Task CallAsync(Delivery delivery, Task noted)
    {
        await noted;
        try
        {
            if (await AttemptAsync(delivery) is AsyncDecision.Left)
            {
                return; // Laptop mode is ending; the call stays noted as under way.
            }
        }
        catch (Exception failure)
        {
            _warn($"The asynchronous call {delivery.RequestId} of {delivery.TargetArn} failed inside laptop mode: {failure.Message}");
            await TryAgainAsync(delivery, failure);
        }

        _calls.TryRemove(delivery.Sequence, out _);
        Wake();
    }

    private async Task<AsyncDecision> AttemptAsync(Delivery delivery)
    {
        var now = _time.GetUtcNow();
        var config = _account.Now.Find<EventInvokeConfig>(EventInvokeConfig.ArnOf(delivery.TargetArn));
        if (_account.Now.Find<Function>(delivery.TargetArn) is not { } function)
        {
            return await DropAsync(delivery, "there is no such function any more");
        }

        if (AsyncInvocations.IsTooOld(delivery, config, now))
        {
            return await SettleAsync(delivery, AsyncInvocations.GiveUp(delivery, function, config, now), function);
        }

        Put(delivery.TargetArn, "AsyncEventAge", (now - delivery.AcceptedAt).TotalMilliseconds);
        using var call = _functions.Options.Spans.BeginCall(function.Name, TraceHeader.Read(delivery.TraceHeader));
        var request = new InvocationRequest(Encoding.UTF8.GetBytes(delivery.Body))
        {
            RequestId = delivery.RequestId,
            TraceHeader = call is null ? delivery.TraceHeader : TraceHeader.Write(call.Context),
        };
        // Not cancelled with the loop: what the function has done must be noted, or it is done again.
        var answered = await _functions.InvokeAsync(delivery.TargetArn, request, CancellationToken.None);
        if (answered is { Outcome: not InvocationOutcome.Succeeded and var outcome })
        {
            LaptopSpans.Fail(call, outcome.ToString());
        }

        return answered is { } result
            ? await SettleAsync(delivery, AsyncInvocations.Decide(delivery, result, function, config, _time.GetUtcNow()), function)
            : await DropAsync(delivery, "there is no such function any more");
    }

    private async Task TryAgainAsync(Delivery delivery, Exception failure)
    {
        await Task.Delay(PauseAfterFailure, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var result = InvocationResult.Without(InvocationOutcome.Throttled, failure.Message);
        var again = _account.Now.Find<Function>(delivery.TargetArn) is { } function
            ? AsyncInvocations.Decide(delivery, result, function, config: null, _time.GetUtcNow()) as AsyncDecision.Again
            : null;
        Task noted = again is null
            ? DropAsync(delivery, failure.Message)
            : SettleAsync(delivery, again, null);
        await noted.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // The store fails: it is due as it was.
    }

    private async Task<AsyncDecision> SettleAsync(Delivery delivery, AsyncDecision decision, Function? function)
    {
        switch (decision)
        {
            case AsyncDecision.Again again:
                await _store.CommitAsync(transaction => transaction.Postpone(again.Delivery), committed: null, CancellationToken.None);
                break;
            case AsyncDecision.Ended ended:
                await EndAsync(delivery, ended, function!);
                break;
        }

        return decision;
    }

    private async Task EndAsync(Delivery delivery, AsyncDecision.Ended ended, Function function)
    {
        var post = await _destinations.SendAsync(function, ended.Letters, CancellationToken.None);
        _queues.Expect(post.Messages.Count);
        var expected = post.Messages.Count;
        try
        {
            await _store.CommitAsync(
                transaction =>
                {
                    post.Write(transaction, _queues);
                    transaction.Delete(delivery);
                },
                () => _queues.Arrive(post.Messages, expected), CancellationToken.None);
        }
        catch
        {
            _queues.Settle(expected);
            throw;
        }

        if (ended.Condition is { } condition)
        {
            _warn($"{function.Name} is not called again for {delivery.RequestId}: {condition}.");
            Put(delivery.TargetArn, "AsyncEventsDropped", 1);
        }

        if (post.Lost > 0)
        {
            Put(delivery.TargetArn, "DestinationDeliveryFailures", post.Lost);
        }
    }

    private async Task<AsyncDecision> DropAsync(Delivery delivery, string why)
    {
        _warn($"The asynchronous call {delivery.RequestId} of {delivery.TargetArn} is dropped: {why}.");
        await _store.CommitAsync(transaction => transaction.Delete(delivery), committed: null, CancellationToken.None);
        return new AsyncDecision.Ended(AsyncInvocations.RetriesExhausted, []);
    }

    private void Put(string functionArn, string metric, double value) => _functions.Options.Metrics.Put(new Metric(
        Scope.Of(functionArn), "AWS/Lambda", metric,
        new Dictionary<string, string>(StringComparer.Ordinal) { ["FunctionName"] = functionArn.Split(':')[^1] }, value,
        _time.GetUtcNow()));
}

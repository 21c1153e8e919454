using Microsoft.Extensions.Logging;
using Waybill.Local.Account;
using Waybill.Local.Bus.Storage;

namespace Waybill.Local.Bus.Deliveries;

/// <summary>Keeps the store's promises: takes what is due to its target, and settles what came of it.</summary>
/// <remarks>
/// At least once: a delivery leaves the store after its target took it, so one that a crash interrupts is made again. One target's
/// slowness does not hold up the others: each has places of its own. A log group has one, and gets all that is due at once: a line by
/// itself would cost as much as all of them.
/// </remarks>
internal sealed partial class Deliverer : IAsyncDisposable
{
    /// <summary>Attempts under way at a time, and those of one target.</summary>
    private const int Places = 64;
    private const int PlacesOfATarget = 10;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly BusStore _store;
    private readonly Queues _queues;
    private readonly Func<TargetKind?, Attempt?> _attempts;
    private readonly TimeProvider _time;
    private readonly ILogger<Deliverer> _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly Lock _gate = new();
    private readonly Dictionary<long, Task> _underWay = [];
    private readonly Dictionary<string, int> _byTarget = new(StringComparer.Ordinal);
    private readonly Task _running;

    /// <param name="store">Where the deliveries are.</param>
    /// <param name="queues">Get what is left of those that are given up.</param>
    /// <param name="attempts">Who makes attempts at a kind of target; null when nobody does.</param>
    /// <param name="time">The clock of waits.</param>
    /// <param name="log">Hears of what nobody foresaw.</param>
    public Deliverer(BusStore store, Queues queues, Func<TargetKind?, Attempt?> attempts, TimeProvider time, ILogger<Deliverer> log)
    {
        _store = store;
        _queues = queues;
        _attempts = attempts;
        _time = time;
        _log = log;
        _running = Task.Run(RunAsync);
    }

    /// <summary>There is something new in the store; does not wait.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            if (_wake.CurrentCount == 0 && !_stop.IsCancellationRequested)
            {
                _wake.Release();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        Task[] underWay;
        lock (_gate)
        {
            underWay = [.. _underWay.Values];
        }

        await Task.WhenAll(underWay);
        _wake.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var wait = PauseAfterFailure;
            try
            {
                var now = _time.GetUtcNow();
                while (Begin(now))
                {
                    // Lines of a log may have been all that was looked at.
                }

                // What is due and found no place waits for the end of another attempt, which wakes.
                wait = _store.Reader.NextDelivery(now) - now ?? LongestWait;
            }
            catch (Exception failure)
            {
                LogFailed(_log, failure);
            }

            using var late = new CancellationTokenSource(wait < LongestWait ? wait : LongestWait, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, _stop.Token);
            await _wake.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Begins what is due, as far as there are places.</summary>
    /// <returns>Whether lines of a log are among it.</returns>
    private bool Begin(DateTimeOffset now)
    {
        string[] full;
        lock (_gate)
        {
            full = [.. _byTarget.Where(target => target.Value >= PlacesOf(target.Key)).Select(target => target.Key)];
        }

        var lines = false;
        // Those under way are due as well, and are passed over.
        foreach (var batch in _store.Reader.DueDeliveries(now, full, 2 * Places)
            .GroupBy(delivery => (delivery.TargetArn, IsLog(delivery.TargetArn) ? 0 : delivery.Sequence), (_, batch) => batch.ToList()))
        {
            lines |= TryBegin(batch) && IsLog(batch[0].TargetArn);
        }

        return lines;
    }

    private bool TryBegin(List<Delivery> batch)
    {
        var (first, target) = (batch[0].Sequence, batch[0].TargetArn);
        lock (_gate)
        {
            var mine = _byTarget.GetValueOrDefault(target);
            if (_underWay.Count >= Places || _underWay.ContainsKey(first) || mine >= PlacesOf(target))
            {
                return false;
            }

            _byTarget[target] = mine + 1;
            _underWay[first] = Task.Run(() => DeliverAsync(batch));
            return true;
        }
    }

    private static int PlacesOf(string targetArn) => IsLog(targetArn) ? 1 : PlacesOfATarget;

    private static bool IsLog(string targetArn) => TargetKinds.Of(targetArn) == TargetKind.LogGroup;

    private async Task DeliverAsync(List<Delivery> batch)
    {
        var target = batch[0].TargetArn;
        try
        {
            var attempt = _attempts(TargetKinds.Of(target))
                ?? throw new InvalidOperationException($"Nobody takes deliveries to {target}.");
            await SettleAsync(batch, await attempt(batch, _stop.Token));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // It is still in the store, and made again at the next start.
        }
        catch (Exception failure)
        {
            LogFailed(_log, failure);
            await Task.Delay(PauseAfterFailure, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            lock (_gate)
            {
                _underWay.Remove(batch[0].Sequence);
                _byTarget[target]--;
            }

            Wake();
        }
    }

    private Task SettleAsync(List<Delivery> batch, Settlement[] settlements) => _store.CommitAsync(
        transaction =>
        {
            foreach (var (delivery, settlement) in batch.Zip(settlements))
            {
                settlement.Write(transaction, delivery);
            }
        },
        () => _queues.Arrive([.. settlements.SelectMany(settlement => settlement.Messages)]),
        CancellationToken.None);

    [LoggerMessage(Level = LogLevel.Error, Message = "A delivery could not be made or settled; it is tried again")]
    private static partial void LogFailed(ILogger log, Exception failure);
}

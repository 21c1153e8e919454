using Microsoft.Extensions.Logging;
using Waybill.Local.Account;
using Waybill.Local.Bus.Storage;

namespace Waybill.Local.Bus.Routing;

/// <summary>Runs the account's replays: archived events of a span of time, once more through their bus.</summary>
/// <remarks>
/// A page of events and how far the replay has come are one transaction, so a replay that a crash ends goes on where it was. Between pages
/// it rests as long as the page took when live events came in meanwhile: they have at least half of the writer. Before the first it stays
/// STARTING for a moment, so that whoever cancels it at once cancels it: in AWS that takes minutes.
/// </remarks>
internal sealed partial class Replayer : IAsyncDisposable
{
    private const int PageSize = 250;

    private static readonly TimeSpan ShortestRest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan FirstRest = TimeSpan.FromMilliseconds(250);

    private readonly LiveAccount _account;
    private readonly EventRouter _router;
    private readonly BusStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger<Replayer> _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Task> _running = new(StringComparer.Ordinal);

    public Replayer(LiveAccount account, EventRouter router, BusStore store, TimeProvider time, ILogger<Replayer> log)
    {
        _account = account;
        _router = router;
        _store = store;
        _time = time;
        _log = log;
        account.Follow(steps =>
        {
            foreach (var step in steps)
            {
                if (step.After is Replay replay)
                {
                    Start(replay);
                }
            }
        });
        foreach (var replay in account.Now.All<Replay>())
        {
            Start(replay);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Task[] running;
        lock (_gate)
        {
            running = [.. _running.Values];
        }

        await Task.WhenAll(running);
        _stop.Dispose();
    }

    private void Start(Replay replay)
    {
        lock (_gate)
        {
            if (replay.IsActive && !_running.ContainsKey(replay.Arn) && !_stop.IsCancellationRequested)
            {
                _running[replay.Arn] = Task.Run(() => RunAsync(replay.Arn));
            }
        }
    }

    private async Task RunAsync(string arn)
    {
        try
        {
            if (_account.Now.Find<Replay>(arn)?.State == Replay.Starting)
            {
                await Task.Delay(FirstRest, _time, _stop.Token);
            }

            while (!_stop.IsCancellationRequested && await StepAsync(arn))
            {
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // It goes on at the next start.
        }
        catch (Exception failure)
        {
            LogFailed(_log, arn, failure);
            await FailAsync(arn, failure.Message);
        }
        finally
        {
            lock (_gate)
            {
                _running.Remove(arn);
            }
        }
    }

    /// <summary>Replays one page.</summary>
    /// <returns>Whether there may be more.</returns>
    private async Task<bool> StepAsync(string arn)
    {
        var (began, live) = (_time.GetTimestamp(), _router.EventsPublished);
        if (_account.Now.Find<Replay>(arn) is not { IsActive: true } replay)
        {
            return false;
        }

        if (replay.State == Replay.Cancelling)
        {
            return await EndAsync(arn, Replay.Cancelled, null);
        }

        if (_account.Now.Find<Archive>(replay.ArchiveArn) is null)
        {
            return await EndAsync(arn, Replay.Failed, "The archive has been deleted.");
        }

        var page = _store.Reader.Archived(replay.ArchiveArn, replay.From, replay.To, ReplayPlace.Of(replay), PageSize).ToList();
        if (page.Count == 0)
        {
            return await EndAsync(arn, Replay.Completed, null);
        }

        var last = page[^1];
        await _router.ReplayAsync(replay, [.. page.Select(one => one.Event)], (write, committed) => _account.ChangeAsync(
            change =>
            {
                // Cancelled meanwhile: what is planned is still part of it, as in AWS, where cancelling is no undoing.
                var now = change.Resources.Find<Replay>(arn)!;
                change.Put(now with
                {
                    State = now.State == Replay.Starting ? Replay.Running : now.State,
                    LastReplayed = last.Event.Time,
                    LastSequence = last.Place.Sequence,
                });
                return true;
            },
            write, committed, _stop.Token));
        var took = _time.GetElapsedTime(began);
        await Task.Delay(_router.EventsPublished > live && took > ShortestRest ? took : ShortestRest, _time, _stop.Token);
        return true;
    }

    private async Task<bool> EndAsync(string arn, string state, string? reason)
    {
        await _account.ChangeAsync(
            change =>
            {
                if (change.Resources.Find<Replay>(arn) is { IsActive: true } replay)
                {
                    var ended = replay.State == Replay.Cancelling ? Replay.Cancelled : state;
                    change.Put(replay with { State = ended, StateReason = reason, EndedAt = change.Now });
                }
            },
            _stop.Token);
        return false;
    }

    private async Task FailAsync(string arn, string reason)
    {
        try
        {
            await EndAsync(arn, Replay.Failed, reason);
        }
        catch (Exception another)
        {
            LogFailed(_log, arn, another);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Replay {Arn} failed")]
    private static partial void LogFailed(ILogger log, string arn, Exception failure);
}

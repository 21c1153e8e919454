using Waybill.Local.Bus.Storage;

namespace Waybill.Local.Bus.Routing;

/// <summary>Keeps what all archives hold below a limit of bytes: beyond it the oldest events go, whatever their retention, with one
/// warning.</summary>
/// <remarks>An account has no such limit, and a disk has one. It is looked at every ten seconds, so that it may be passed by what comes in
/// that time; the database file does not shrink, but what has been dropped in it is used again.</remarks>
internal sealed class ArchiveLimit : IAsyncDisposable
{
    /// <summary>Of each drop, so that not every look has to drop something.</summary>
    private const int PartDropped = 20;

    /// <summary>Events that one transaction drops: others wait for it.</summary>
    private const int EventsAtOnce = 2_000;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly BusStore _store;
    private readonly long _most;
    private readonly Action<string> _warn;
    private readonly ITimer _timer;
    private readonly CancellationTokenSource _stop = new();
    private Task _latest = Task.CompletedTask;
    private bool _warned;

    /// <param name="store">Holds the archives.</param>
    /// <param name="most">Bytes of events at most.</param>
    /// <param name="time">The clock.</param>
    /// <param name="warn">Hears once that events are dropped, and of failures.</param>
    public ArchiveLimit(BusStore store, long most, TimeProvider time, Action<string> warn)
    {
        (_store, _most, _warn) = (store, most, warn);
        _timer = time.CreateTimer(_ => _latest = _latest.IsCompleted ? Task.Run(LookAsync) : _latest, null, Interval, Interval);
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        await _stop.CancelAsync();
        await _latest;
        _stop.Dispose();
    }

    /// <summary>Drops what is too much now.</summary>
    internal async Task LookAsync()
    {
        try
        {
            var bytes = _store.Reader.ArchivedBytes();
            if (bytes <= _most)
            {
                return;
            }

            if (!_warned)
            {
                _warned = true;
                _warn(
                    $"The archives hold {bytes / 1_000_000} MB, more than --archive-limit allows ({_most / 1_000_000} MB): from now on the "
                    + "oldest events are dropped, though their archive's retention would keep them.");
            }

            await DropAsync(bytes - _most + (_most / PartDropped));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The next start goes on.
        }
        catch (Exception failure) when (failure is BusStoreException or ObjectDisposedException)
        {
            _warn($"The oldest events of the archives could not be dropped: {failure.Message} Trying again.");
        }
    }

    private async Task DropAsync(long bytes)
    {
        foreach (var sequences in _store.Reader.OldestArchived(bytes).Chunk(EventsAtOnce))
        {
            await _store.CommitAsync(
                transaction => transaction.DropArchived(sequences[^1]), committed: null, _stop.Token);
        }
    }
}

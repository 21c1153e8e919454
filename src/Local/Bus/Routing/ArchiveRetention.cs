using Waybill.Local.Account;
using Waybill.Local.Bus.Storage;

namespace Waybill.Local.Bus.Routing;

/// <summary>Forgets archived events whose archive keeps them no longer;
/// the days count from when an event came in, not from its own time.</summary>
/// <remarks>Forgetting too late harms nobody, so a failure is tried again an hour later, and thrown only when it was the last.</remarks>
internal sealed class ArchiveRetention : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly LiveAccount _account;
    private readonly BusStore _store;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private Task _latest = Task.CompletedTask;

    public ArchiveRetention(LiveAccount account, BusStore store, TimeProvider time)
    {
        _account = account;
        _store = store;
        _time = time;
        _timer = time.CreateTimer(_ => _latest = PruneAsync(CancellationToken.None), null, TimeSpan.Zero, Interval);
    }

    /// <summary>Forgets what is due now.</summary>
    public Task PruneAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        return _store.CommitAsync(
            transaction =>
            {
                foreach (var archive in _account.Now.All<Archive>())
                {
                    if (archive.Retention is { } retention)
                    {
                        transaction.PruneArchive(archive.Arn, now - retention);
                    }
                }
            },
            committed: null, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        await _latest;
    }
}

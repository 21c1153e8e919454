using Waybill.Local.Account;
using Waybill.Local.Bus.Storage;

namespace Waybill.Local.Bus;

/// <summary>The account while it runs: what it has now, and the only way to change that.</summary>
/// <remarks>
/// Changes are made one after the other, each in one transaction; when <see cref="ChangeAsync"/> is done the change is on disk and what
/// runs has followed it. Reading never waits: it sees the account before a change or after it.
/// </remarks>
internal sealed class LiveAccount(BusStore store, TimeProvider time, Quotas quotas) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly List<Action<IReadOnlyList<Step>>> _followers = [];
    private volatile Resources _now = Resources.Of(store.Reader.Resources(), store.Began);

    public Resources Now => _now;

    /// <summary>Has <paramref name="follow"/> called, on the writer's thread, with each change once it is on disk;
    /// must not throw.</summary>
    public void Follow(Action<IReadOnlyList<Step>> follow) => _followers.Add(follow);

    /// <summary>Makes a change; when <paramref name="operations"/> throws, nothing has happened.</summary>
    public Task<T> ChangeAsync<T>(Func<Change, T> operations, CancellationToken cancellationToken) =>
        ChangeAsync(operations, _ => { }, () => { }, cancellationToken);

    public Task ChangeAsync(Action<Change> operations, CancellationToken cancellationToken) => ChangeAsync(
        change =>
        {
            operations(change);
            return true;
        },
        cancellationToken);

    /// <summary>Makes a change, and writes something else before it in the same transaction.</summary>
    public async Task<T> ChangeAsync<T>(
        Func<Change, T> operations, Action<StoreTransaction> write, Action committed, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var change = new Change(_now, time.GetUtcNow(), quotas);
            var result = operations(change);
            var steps = change.Steps.ToList();
            // Not cancellable: whether the change was made must be known before the next one begins.
            await store.CommitAsync(
                transaction =>
                {
                    write(transaction);
                    Write(transaction, steps, change.Now);
                },
                () =>
                {
                    Made(change, steps);
                    committed();
                },
                CancellationToken.None);
            return result;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private static void Write(StoreTransaction transaction, List<Step> steps, DateTimeOffset now)
    {
        foreach (var step in steps)
        {
            transaction.Write(step);
            switch (step)
            {
                case { Before: Queue queue, After: null }:
                    transaction.Messages.DeleteAll(queue.Arn);
                    break;
                case { Before: Archive archive, After: null }:
                    transaction.DeleteEvents(archive.Arn);
                    break;
                case { After: TopicSubscription { IsHttp: true, ConfirmationToken: { } token } asked }
                    when (step.Before as TopicSubscription)?.ConfirmationToken != token:
                    transaction.Insert(Delivery.Asking(asked, now));
                    break;
            }
        }
    }

    private void Made(Change change, List<Step> steps)
    {
        _now = change.Resources;
        if (steps.Count > 0)
        {
            _followers.ForEach(follow => follow(steps));
        }
    }
}

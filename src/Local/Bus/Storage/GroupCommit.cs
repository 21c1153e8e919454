using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Waybill.Local.Bus.Storage;

/// <summary>Writes for everybody on one thread, many changes to a transaction; a change is done when its transaction is.</summary>
/// <remarks>
/// Bounded: when the writer falls behind, <see cref="EnqueueAsync"/> waits. Changes are applied, and their <c>committed</c> callbacks
/// called, in the order they were enqueued. If a transaction fails, each of its changes is tried alone, so that one bad change fails only
/// itself.
/// </remarks>
internal sealed class GroupCommit : IAsyncDisposable
{
    private const int WaitingChanges = 8192;
    private const int ChangesPerTransaction = 512;

    private readonly Channel<Change> _changes = Channel.CreateBounded<Change>(
        new BoundedChannelOptions(WaitingChanges) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private readonly SqliteConnection _connection;
    private readonly FolderWatch _watch;
    private readonly StoreTransaction _transaction;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Checkpoints _checkpoints;
    private readonly Task _writing;

    public GroupCommit(SqliteConnection connection, FolderWatch watch)
    {
        (_connection, _watch) = (connection, watch);
        _transaction = new StoreTransaction(connection);
        _begin = new Statement(connection, "BEGIN IMMEDIATE");
        _commit = new Statement(connection, "COMMIT");
        _checkpoints = new Checkpoints(connection);
        _writing = Task.Factory.StartNew(Write, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Hands over a change; the inner task completes once it is on disk and <paramref name="committed"/> has run.</summary>
    public async ValueTask<Task> EnqueueAsync(Action<StoreTransaction> write, Action? committed, CancellationToken cancellationToken)
    {
        var change = new Change(write, committed);
        while (!_changes.Writer.TryWrite(change))
        {
            ObjectDisposedException.ThrowIf(!await _changes.Writer.WaitToWriteAsync(cancellationToken), typeof(BusStore));
        }

        return change.Done.Task;
    }

    /// <summary>Commits what was enqueued and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _changes.Writer.TryComplete();
        await _writing;
        _transaction.Dispose();
        _begin.Dispose();
        _commit.Dispose();
        await _checkpoints.DisposeAsync();
    }

    private void Write()
    {
        var group = new List<Change>(ChangesPerTransaction);
        // Blocking on purpose: this thread belongs to the writer, and SQLite's calls block as well.
        while (_changes.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            group.Clear();
            while (group.Count < ChangesPerTransaction && _changes.Reader.TryRead(out var change))
            {
                group.Add(change);
            }

            if (TryCommit(group) is { } error)
            {
                CommitOneByOne(group, error);
            }
        }
    }

    private void CommitOneByOne(List<Change> group, Exception groupError)
    {
        if (group.Count == 1)
        {
            group[0].Done.SetException(groupError);
            return;
        }
        foreach (var change in group)
        {
            if (TryCommit([change]) is { } error)
            {
                change.Done.SetException(error);
            }
        }
    }

    /// <returns>The error that made the transaction fail, or null.</returns>
    private Exception? TryCommit(List<Change> group)
    {
        try
        {
            _watch.Require();
            _begin.Execute();
            foreach (var change in group)
            {
                change.Write(_transaction);
            }

            _commit.Execute();
        }
        catch (Exception error)
        {
            var failure = error is SqliteException of ? BusStoreException.Of(of, _connection.DataSource) : error;
            return RollBack() is { } another ? new AggregateException(failure, another) : failure;
        }
        foreach (var change in group)
        {
            change.Complete();
        }

        _checkpoints.Committed();
        return null;
    }

    /// <returns>The error that kept the transaction open, or null. Thrown, it would end the writer,
    /// and everybody would wait for ever.</returns>
    private SqliteException? RollBack()
    {
        try
        {
            // Some errors make SQLite roll back by itself.
            if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
            {
                Schema.Execute(_connection, "ROLLBACK");
            }

            return null;
        }
        catch (SqliteException error)
        {
            return error;
        }
    }

    private sealed class Change(Action<StoreTransaction> write, Action? committed)
    {
        public Action<StoreTransaction> Write { get; } = write;
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Complete()
        {
            try
            {
                committed?.Invoke();
                Done.SetResult();
            }
            catch (Exception error)
            {
                Done.SetException(error);
            }
        }
    }
}

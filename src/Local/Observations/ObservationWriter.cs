using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Waybill.Local.Observations;

/// <summary>Writes an observation file for everybody on one thread, many changes to a transaction.</summary>
/// <remarks>Bounded: when the disk falls behind, <see cref="WriteAsync"/> waits and <see cref="TryWrite"/> refuses. Changes are applied
/// in the sequence they came in. If a transaction fails, each of its changes is tried alone.</remarks>
internal sealed class ObservationWriter<TTables> : IAsyncDisposable
    where TTables : IObservationTables
{
    private const int ChangesPerTransaction = 512;

    private readonly Channel<Change> _changes;
    private readonly SqliteConnection _connection;
    private readonly TTables _tables;
    private readonly Task _writing;

    /// <param name="connection">The file; the writer's alone.</param>
    /// <param name="tables">Every change there is of the file; the writer's, too, and ended with it.</param>
    /// <param name="maximumWaiting">Changes that may wait for the disk.</param>
    public ObservationWriter(SqliteConnection connection, TTables tables, int maximumWaiting)
    {
        _connection = connection;
        _tables = tables;
        _changes = Channel.CreateBounded<Change>(
            new BoundedChannelOptions(maximumWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
        _writing = Task.Factory.StartNew(Write, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Makes a change; the task completes when it is committed, and fails with what the change throws.</summary>
    public async Task WriteAsync(Action<TTables> write, CancellationToken cancellationToken)
    {
        var change = new Change(write, null);
        while (!_changes.Writer.TryWrite(change))
        {
            ObjectDisposedException.ThrowIf(!await _changes.Writer.WaitToWriteAsync(cancellationToken), typeof(ObservationWriter<TTables>));
        }

        await change.Done.Task;
    }

    /// <summary>Hands over a change nobody waits for; false when too many wait already, or all is ending.</summary>
    /// <param name="write">The change.</param>
    /// <param name="failed">Hears why it was not made, on the writer's thread; must not throw.</param>
    public bool TryWrite(Action<TTables> write, Action<Exception> failed) => _changes.Writer.TryWrite(new Change(write, failed));

    /// <summary>Commits what waits, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _changes.Writer.TryComplete();
        await _writing;
        _tables.Dispose();
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

            if (TryCommit(group) is not null)
            {
                group.ForEach(change => change.Complete(TryCommit([change])));
            }
            else
            {
                group.ForEach(change => change.Complete(null));
            }
        }
    }

    /// <returns>What made the transaction fail, or null.</returns>
    private SqliteException? TryCommit(List<Change> group)
    {
        try
        {
            ObservationFile.Execute(_connection, "BEGIN IMMEDIATE");
            group.ForEach(change => change.Apply(_tables));
            ObservationFile.Execute(_connection, "COMMIT");
            return null;
        }
        catch (SqliteException error)
        {
            RollBack();
            return error;
        }
    }

    private void RollBack()
    {
        _tables.RolledBack();
        try
        {
            // Some errors make SQLite roll back by itself.
            if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
            {
                ObservationFile.Execute(_connection, "ROLLBACK");
            }
        }
        catch (SqliteException)
        {
            // The next transaction fails as well, and says why.
        }
    }

    private sealed class Change(Action<TTables> write, Action<Exception>? onFailed)
    {
        private Exception? _refused;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Applies the change; one that is refused has changed nothing, and leaves the others alone.</summary>
        public void Apply(TTables tables)
        {
            try
            {
                _refused = null;
                write(tables);
            }
            catch (Exception refused) when (refused is not SqliteException)
            {
                _refused = refused;
            }
        }

        public void Complete(Exception? failed)
        {
            if ((failed ?? _refused) is { } error)
            {
                Done.SetException(error);
                _ = Done.Task.Exception; // Observed, whether somebody waits or not.
                onFailed?.Invoke(error);
            }
            else
            {
                Done.SetResult();
            }
        }
    }
}

using Microsoft.Data.Sqlite;
using Waybill.Local.Machine;

namespace Waybill.Local.Bus.Storage;

/// <summary>The bus's own state on disk: queue messages, archived events, caught mails.</summary>
/// <remarks>
/// A task returned by <see cref="CommitAsync"/> that has completed is a promise: the change survives <c>kill -9</c>.
/// One process a folder; a second one gets a <see cref="BusStoreException"/>.
/// </remarks>
internal sealed class BusStore : IAsyncDisposable
{
    private readonly HeldFile _lock;
    private readonly FolderWatch _watch;
    private readonly SqliteConnection _connection;
    private readonly GroupCommit _writer;

    private BusStore(string folder, HeldFile @lock, SqliteConnection connection, TimeProvider time, Action<string> warn)
    {
        Folder = folder;
        _lock = @lock;
        _connection = connection;
        Schema.Open(connection, time.GetUtcNow());
        _watch = new FolderWatch(folder, LockIn(folder), connection.DataSource, time, warn);
        Reader = new StoreReader(connection.DataSource, _watch);
        Opened = Reader.Counter("opened");
        Began = DateTimeOffset.FromUnixTimeMilliseconds(Reader.Counter("began"));
        _writer = new GroupCommit(connection, _watch);
    }

    public string Folder { get; }

    /// <summary>How often the store has been opened; tells this run's receipt handles from an earlier run's.</summary>
    internal long Opened { get; }

    /// <summary>When the store was first opened.</summary>
    internal DateTimeOffset Began { get; }

    internal StoreReader Reader { get; }

    /// <summary>Opens the store in <paramref name="folder"/>, creating both as needed.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="time">The clock.</param>
    /// <param name="warn">Hears when the folder is deleted or replaced under the running store.</param>
    /// <exception cref="BusStoreException">The folder cannot be made or written, another process uses it,
    /// or it is not a store this version can read.</exception>
    public static BusStore Open(string folder, TimeProvider time, Action<string>? warn = null)
    {
        SQLitePCL.Batteries_V2.Init();
        Make(folder);
        var path = Path.Combine(folder, "bus.db");
        var @lock = Lock(folder);
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            OwnFiles.Make(path);
            connection.Open();
            Schema.Ensure(connection, path);
            return new BusStore(folder, @lock, connection, time, warn ?? (_ => { }));
        }
        catch (Exception error)
        {
            connection.Dispose();
            @lock.Dispose();
            throw error switch
            {
                SqliteException failure => BusStoreException.Of(failure, path),
                IOException or UnauthorizedAccessException => Unwritable(folder, error),
                _ => error,
            };
        }
    }

    /// <summary>Refuses what cannot be kept.</summary>
    /// <exception cref="DataFolderLostException">The folder is not where it was.</exception>
    internal void RequireFolder() => _watch.Require();

    /// <summary>Whether the folder is not where it was.</summary>
    internal bool IsFolderLost => _watch.IsLost;

    /// <summary>Makes one change, all or nothing; <paramref name="committed"/> runs on
    /// the writer's thread before the task completes.</summary>
    internal async Task CommitAsync(Action<StoreTransaction> write, Action? committed, CancellationToken cancellationToken) =>
        await await _writer.EnqueueAsync(write, committed, cancellationToken);

    /// <summary>Hands over a change without waiting for the disk; the inner task says when, and whether, it got there.</summary>
    internal ValueTask<Task> EnqueueAsync(Action<StoreTransaction> write, Action? committed, CancellationToken cancellationToken) =>
        _writer.EnqueueAsync(write, committed, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _watch.Dispose();
        await _writer.DisposeAsync();
        await _connection.DisposeAsync();
        _lock.Dispose();
    }

    private static void Make(string folder)
    {
        try
        {
            OwnFiles.MakeFolder(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BusStoreException($"The data folder '{folder}' cannot be made ({error.Message}). Name another folder.", error);
        }
    }

    private static string LockIn(string folder) => Path.Combine(folder, "bus.lock");

    private static HeldFile Lock(string folder)
    {
        try
        {
            return HeldFile.TryHold(LockIn(folder)) ?? throw new BusStoreException(
                $"The data folder '{folder}' is in use by another laptop mode. Stop that one, or name another folder.");
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            throw Unwritable(folder, error);
        }
    }

    private static BusStoreException Unwritable(string folder, Exception error) => new(
        $"The data folder '{folder}' cannot be written ({error.Message}). Make it writable, or name another folder.", error);
}

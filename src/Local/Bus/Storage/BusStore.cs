using Microsoft.Data.Sqlite;

namespace Waybill.Local.Bus.Storage;

/// <summary>The bus's own state on disk: queue messages, archived events, caught mails.</summary>
/// <remarks>
/// A task returned by <see cref="CommitAsync"/> that has completed is a promise: the change survives <c>kill -9</c>.
/// One process a folder; a second one gets a <see cref="BusStoreException"/>.
/// </remarks>
internal sealed class BusStore : IAsyncDisposable
{
    /// <summary>EROFS, of Linux and macOS.</summary>
    private const int ReadOnlyFileSystem = 30;

    private readonly FileStream _lock;
    private readonly SqliteConnection _connection;
    private readonly GroupCommit _writer;

    private BusStore(string folder, FileStream @lock, SqliteConnection connection, DateTimeOffset now)
    {
        Folder = folder;
        _lock = @lock;
        _connection = connection;
        Schema.Open(connection, now);
        Reader = new StoreReader(connection.ConnectionString);
        Opened = Reader.Counter("opened");
        Began = DateTimeOffset.FromUnixTimeMilliseconds(Reader.Counter("began"));
        _writer = new GroupCommit(connection);
    }

    public string Folder { get; }

    /// <summary>How often the store has been opened; tells this run's receipt handles from an earlier run's.</summary>
    internal long Opened { get; }

    /// <summary>When the store was first opened.</summary>
    internal DateTimeOffset Began { get; }

    internal StoreReader Reader { get; }

    /// <summary>Opens the store in <paramref name="folder"/>, creating both as needed.</summary>
    /// <exception cref="BusStoreException">The folder cannot be made or written, another process uses it,
    /// or it is not a store this version can read.</exception>
    public static BusStore Open(string folder, TimeProvider time)
    {
        SQLitePCL.Batteries_V2.Init();
        Make(folder);
        var path = Path.Combine(folder, "bus.db");
        var @lock = Lock(folder);
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            connection.Open();
            Schema.Ensure(connection, path);
            return new BusStore(folder, @lock, connection, time.GetUtcNow());
        }
        catch (Exception error)
        {
            connection.Dispose();
            @lock.Dispose();
            throw error is SqliteException failure ? BusStoreException.Of(failure, path) : error;
        }
    }

    /// <summary>Makes one change, all or nothing; <paramref name="committed"/> runs on
    /// the writer's thread before the task completes.</summary>
    internal async Task CommitAsync(Action<StoreTransaction> write, Action? committed, CancellationToken cancellationToken) =>
        await await _writer.EnqueueAsync(write, committed, cancellationToken);

    /// <summary>Hands over a change without waiting for the disk; the inner task says when, and whether, it got there.</summary>
    internal ValueTask<Task> EnqueueAsync(Action<StoreTransaction> write, Action? committed, CancellationToken cancellationToken) =>
        _writer.EnqueueAsync(write, committed, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _connection.DisposeAsync();
        await _lock.DisposeAsync();
    }

    private static void Make(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BusStoreException($"The data folder '{folder}' cannot be made ({error.Message}). Name another folder.", error);
        }
    }

    private static FileStream Lock(string folder)
    {
        var path = Path.Combine(folder, "bus.lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException { HResult: ReadOnlyFileSystem })
        {
            throw new BusStoreException(
                $"The data folder '{folder}' cannot be written ({error.Message}). Make it writable, or name another folder.", error);
        }
        catch (IOException error)
        {
            throw new BusStoreException(
                $"The data folder '{folder}' is in use by another laptop mode ({error.Message}). Stop that one, or name another "
                    + "folder.", error);
        }
    }
}

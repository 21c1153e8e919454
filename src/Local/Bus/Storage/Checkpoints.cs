using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Waybill.Local.Bus.Storage;

/// <summary>Moves what was committed from the log into the database, beside the writer, which so need not wait for the disk.</summary>
/// <remarks>
/// The log begins anew only when all of it has been moved. Under a load that never pauses that would never be: then the writer moves the
/// few pages that came meanwhile itself (https://sqlite.org/wal.html, "Avoiding Excessively Large WAL Files").
/// </remarks>
internal sealed class Checkpoints : IAsyncDisposable
{
    /// <summary>Pages written since the last checkpoint that are worth another.</summary>
    private const int PagesBeside = 4_000;

    /// <summary>Pages in the log at which the writer helps: 64 MB.</summary>
    private const int PagesAtMost = 16_000;

    private readonly SqliteConnection _own;
    private readonly sqlite3 _writer;
    private Task _beside = Task.CompletedTask;
    private long _written;
    private long _movedUpTo;
    private long _begunAt;

    /// <param name="writer">Whose commits are counted; it checkpoints no longer by itself.</param>
    public Checkpoints(SqliteConnection writer)
    {
        _writer = writer.Handle!;
        raw.sqlite3_wal_autocheckpoint(_writer, 0);
        _own = new SqliteConnection(writer.ConnectionString);
        _own.Open();
    }

    /// <summary>To be called by the writer after each commit.</summary>
    public void Committed()
    {
        raw.sqlite3_db_status(_writer, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, resetFlg: 1);
        _written += pages;
        if (!_beside.IsCompleted)
        {
            return;
        }

        var inLog = _written - _begunAt;
        if (inLog >= PagesAtMost && _movedUpTo > _begunAt)
        {
            Move(_writer);
            (_movedUpTo, _begunAt) = (_written, _written);
        }
        else if (_written - _movedUpTo >= PagesBeside)
        {
            _movedUpTo = _written;
            _beside = Task.Factory.StartNew(
                () => Move(_own.Handle!), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _beside;
        await _own.DisposeAsync();
    }

    /// <summary>What cannot be moved now is moved the next time: until then the log has it.</summary>
    private static void Move(sqlite3 connection) =>
        raw.sqlite3_wal_checkpoint_v2(connection, null, raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _);
}

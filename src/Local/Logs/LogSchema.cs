using Microsoft.Data.Sqlite;
using Waybill.Local.Machine;

namespace Waybill.Local.Logs;

/// <summary>The tables of <c>logs.db</c>, and the number that says which layout they have.</summary>
internal static class LogSchema
{
    private const int Version = 1;

    private const string Tables = """
        CREATE TABLE log_group(
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, created INTEGER NOT NULL, retention INTEGER,
            bytes INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE log_stream(
            id INTEGER PRIMARY KEY, group_id INTEGER NOT NULL, name TEXT NOT NULL, created INTEGER NOT NULL,
            first_event INTEGER, last_event INTEGER, last_ingestion INTEGER, UNIQUE(group_id, name));
        CREATE TABLE log_event(
            id INTEGER PRIMARY KEY AUTOINCREMENT, group_id INTEGER NOT NULL, stream_id INTEGER NOT NULL, time INTEGER NOT NULL,
            ingested INTEGER NOT NULL, bytes INTEGER NOT NULL, message TEXT NOT NULL);
        CREATE INDEX event_of_group ON log_event(group_id, time);
        CREATE INDEX event_of_stream ON log_event(stream_id, time);
        """;

    /// <summary>Opens the file, and makes it if there is none.</summary>
    /// <exception cref="LogStoreException">It cannot be opened, or has another layout.</exception>
    public static SqliteConnection Open(string folder)
    {
        SQLitePCL.Batteries_V2.Init();
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "logs.db");
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            connection.Open();
            // Lines are observations: what the last moments before a power cut wrote may be lost.
            Execute(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=8000;");
            var version = Number(connection, "PRAGMA user_version");
            if (version is not 0 and not Version)
            {
                throw new LogStoreException($"'{path}' has layout {version}, this laptop mode reads layout {Version}. Delete the file.");
            }

            if (version == 0)
            {
                Execute(connection, $"BEGIN; {Tables} PRAGMA user_version={Version}; COMMIT;");
            }

            return connection;
        }
        catch (Exception error)
        {
            connection.Dispose();
            throw error is SqliteException ? new LogStoreException($"'{path}' cannot be opened: {error.Message}", error) : error;
        }
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), provider: null);
    }
}

/// <summary>The log's file cannot be used; the message says why and what to do.</summary>
internal sealed class LogStoreException(string message, Exception? inner = null) : LaptopStartException(message, inner);

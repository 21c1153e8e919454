using Microsoft.Data.Sqlite;

namespace Waybill.Local.Bus.Storage;

/// <summary>The tables of a data folder, and the number that says which layout they have.</summary>
internal static class Schema
{
    private const int Version = 3;

    /// <summary>New in layout 3: the account, every resource's definition, what was promised to targets that are no queues, and what
    /// FIFO queues took in the last minutes.</summary>
    private const string Account = """
        CREATE TABLE resource(kind TEXT NOT NULL, arn TEXT NOT NULL, definition TEXT NOT NULL, PRIMARY KEY(kind, arn)) WITHOUT ROWID;
        CREATE TABLE delivery(
            seq INTEGER PRIMARY KEY, target TEXT NOT NULL, body TEXT NOT NULL, accepted_at INTEGER NOT NULL, next_at INTEGER NOT NULL,
            request_id TEXT NOT NULL, rule TEXT, target_id TEXT, envelope TEXT, trace_header TEXT, attempts INTEGER NOT NULL,
            failures INTEGER NOT NULL);
        CREATE INDEX delivery_by_time ON delivery(next_at);
        CREATE TABLE kept(kind TEXT NOT NULL, key TEXT NOT NULL, json TEXT NOT NULL, PRIMARY KEY(kind, key)) WITHOUT ROWID;
        CREATE TABLE deduplication(
            queue TEXT NOT NULL, key TEXT NOT NULL, message_id TEXT NOT NULL, number INTEGER NOT NULL, sent_at INTEGER NOT NULL,
            PRIMARY KEY(queue, key)) WITHOUT ROWID;
        INSERT INTO counter VALUES ('number', 0);
        """;

    /// <summary>Also new in layout 3: what a message needs to stay in flight across a restart, and in a FIFO queue.</summary>
    private const string MessageColumns = """
        ALTER TABLE message ADD COLUMN receipt INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE message ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE message ADD COLUMN message_group TEXT;
        ALTER TABLE message ADD COLUMN deduplication_id TEXT;
        ALTER TABLE message ADD COLUMN number INTEGER;
        """;

    private const string Tables = """
        CREATE TABLE message(
            seq INTEGER PRIMARY KEY, queue TEXT NOT NULL, message_id TEXT NOT NULL, body TEXT NOT NULL, attributes TEXT,
            trace_header TEXT, sent_at INTEGER NOT NULL, arrived_at INTEGER NOT NULL, available_at INTEGER NOT NULL,
            receive_count INTEGER NOT NULL, received_elsewhere INTEGER NOT NULL, first_received_at INTEGER, dead_letter_source TEXT);
        CREATE TABLE event(
            seq INTEGER PRIMARY KEY, archive TEXT NOT NULL, event_id TEXT NOT NULL, source TEXT NOT NULL, detail_type TEXT NOT NULL,
            time INTEGER NOT NULL, archived_at INTEGER NOT NULL, envelope TEXT NOT NULL);
        CREATE INDEX event_by_time ON event(archive, time);
        CREATE INDEX event_by_age ON event(archive, archived_at);
        CREATE TABLE mail(
            seq INTEGER PRIMARY KEY, id TEXT NOT NULL, time INTEGER NOT NULL, recipients TEXT NOT NULL, sender TEXT NOT NULL,
            subject TEXT NOT NULL, text TEXT NOT NULL, tags TEXT NOT NULL);
        CREATE TABLE counter(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        INSERT INTO counter VALUES ('opened', 0), ('published', 0), ('delivered', 0);
        """;

    /// <summary>Creates the tables of a new store; refuses a store of another layout.</summary>
    public static void Ensure(SqliteConnection connection, string path)
    {
        // NORMAL: every commit survives the death of the process; only a power cut may take the last moments, never the rest.
        Execute(connection, "PRAGMA busy_timeout=30000; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;");
        var version = Convert.ToInt32(Scalar(connection, "PRAGMA user_version"), provider: null);
        if (version == Version)
        {
            return;
        }

        if (version == 2)
        {
            // Layout 2 had no account of its own: the template is applied to an empty one, and finds the messages it left.
            Execute(connection, $"BEGIN; {MessageColumns} {Account} PRAGMA user_version={Version}; COMMIT;");
            return;
        }

        if (version != 0)
        {
            throw new BusStoreException(
                $"'{path}' has layout {version}, this laptop mode reads layout {Version}. Delete the data folder or name another.");
        }

        Execute(connection, $"BEGIN; {Tables} {MessageColumns} {Account} PRAGMA user_version={Version}; COMMIT;");
    }

    /// <summary>Notes that the store was opened once more, and when it was for the first time; a store that does not know that
    /// begins now.</summary>
    public static void Open(SqliteConnection connection, DateTimeOffset now) => Execute(connection, $"""
        UPDATE counter SET value = value + 1 WHERE name = 'opened';
        INSERT OR IGNORE INTO counter VALUES ('began', {now.ToUnixTimeMilliseconds()});
        """);

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}

using Microsoft.Data.Sqlite;
using Waybill.Local.Account;
using Waybill.Local.Observations;

namespace Waybill.Local.Logs;

/// <summary>The tables of <c>logs.db</c>, and the number that says which layout they have.</summary>
internal static class LogSchema
{
    private const int Version = 2;

    /// <summary>New in layout 2: the account and region of a group.</summary>
    private const string Groups = """
        CREATE TABLE log_group(
            id INTEGER PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, created INTEGER NOT NULL,
            retention INTEGER, bytes INTEGER NOT NULL DEFAULT 0, UNIQUE(account, region, name));
        """;

    private const string Tables = $"""
        {Groups}
        CREATE TABLE log_stream(
            id INTEGER PRIMARY KEY, group_id INTEGER NOT NULL, name TEXT NOT NULL, created INTEGER NOT NULL,
            first_event INTEGER, last_event INTEGER, last_ingestion INTEGER, UNIQUE(group_id, name));
        CREATE TABLE log_event(
            id INTEGER PRIMARY KEY AUTOINCREMENT, group_id INTEGER NOT NULL, stream_id INTEGER NOT NULL, time INTEGER NOT NULL,
            ingested INTEGER NOT NULL, bytes INTEGER NOT NULL, message TEXT NOT NULL);
        CREATE INDEX event_of_group ON log_event(group_id, time);
        CREATE INDEX event_of_stream ON log_event(stream_id, time);
        """;

    /// <exception cref="ObservationFileException">It cannot be opened, or has another layout.</exception>
    public static SqliteConnection Open(string folder, Scope home) => ObservationFile.Open(
        folder, "logs.db", Version, Tables, layout => layout == 1 ? Upgrade(home) : null);

    private static string Upgrade(Scope home) => $"""
        ALTER TABLE log_group RENAME TO log_group_1;
        {Groups}
        INSERT INTO log_group(id, account, region, name, created, retention, bytes)
            SELECT id, '{home.Account}', '{home.Region}', name, created, retention, bytes FROM log_group_1;
        DROP TABLE log_group_1;
        """;
}

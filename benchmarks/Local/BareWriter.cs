using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Waybill.Local.Benchmarks;

/// <summary>The baseline: SQLite alone, which inserts the rows that the laptop inserted, in groups of the same size.</summary>
internal sealed class BareWriter : IDisposable
{
    private static readonly string[] Tables = ["event", "message"];

    private readonly SqliteConnection _connection;
    private readonly List<(sqlite3_stmt Insert, List<object?[]> Rows)> _inserts = [];
    private readonly sqlite3_stmt _count;
    private long _sequence;

    /// <param name="like">The laptop's database, with rows in it.</param>
    /// <param name="path">The baseline's own.</param>
    public BareWriter(string like, string path)
    {
        _connection = new SqliteConnection($"Data Source={path};Pooling=False");
        _connection.Open();
        Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=8000;");
        using var source = new SqliteConnection($"Data Source={like};Mode=ReadOnly;Pooling=False");
        source.Open();
        foreach (var sql in Read(source, "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").Select(row => (string)row[0]!))
        {
            Execute(sql);
        }

        Execute("INSERT INTO counter VALUES ('published', 0), ('delivered', 0)");
        foreach (var table in Tables)
        {
            var rows = Read(source, $"SELECT * FROM {table} LIMIT {Load.EventsOfACall}").ToList();
            var values = string.Join(", ", Enumerable.Range(1, rows[0].Length).Select(i => $"?{i}"));
            _inserts.Add((Prepare($"INSERT INTO {table} VALUES ({values})"), rows));
        }

        _count = Prepare("UPDATE counter SET value = value + ?1 WHERE name = ?2");
    }

    /// <param name="calls">How many calls' events.</param>
    /// <param name="callsOfAGroup">How many of them are a transaction, on average.</param>
    /// <returns>Events per second.</returns>
    public double Run(int calls, double callsOfAGroup)
    {
        var clock = Stopwatch.StartNew();
        var groups = 0;
        var open = false;
        for (var call = 0; call < calls; call++)
        {
            if (!open)
            {
                Execute("BEGIN IMMEDIATE");
                open = true;
            }

            WriteCall();
            if (call + 1 >= (groups + 1) * callsOfAGroup || call == calls - 1)
            {
                Execute("COMMIT");
                open = false;
                groups++;
            }
        }

        return calls * Load.EventsOfACall / clock.Elapsed.TotalSeconds;
    }

    /// <summary>Empties the queue, as is done with the laptop's between turns.</summary>
    public void Empty() => Execute("DELETE FROM message");

    public void Dispose()
    {
        foreach (var (insert, _) in _inserts)
        {
            raw.sqlite3_finalize(insert);
        }

        raw.sqlite3_finalize(_count);
        _connection.Dispose();
    }

    private void WriteCall()
    {
        foreach (var (insert, rows) in _inserts)
        {
            foreach (var row in rows)
            {
                Bind(insert, 1, ++_sequence);
                for (var i = 1; i < row.Length; i++)
                {
                    Bind(insert, i + 1, row[i]);
                }

                Step(insert);
            }
        }

        foreach (var counter in (byte[][])[[.. "published"u8], [.. "delivered"u8]])
        {
            Bind(_count, 1, (long)Load.EventsOfACall);
            Bind(_count, 2, counter);
            Step(_count);
        }
    }

    private static void Bind(sqlite3_stmt statement, int index, object? value) => _ = value switch
    {
        null => raw.sqlite3_bind_null(statement, index),
        long number => raw.sqlite3_bind_int64(statement, index, number),
        byte[] text => raw.sqlite3_bind_text(statement, index, (ReadOnlySpan<byte>)text),
        _ => throw new InvalidOperationException($"{value.GetType()} is not bound."),
    };

    private void Step(sqlite3_stmt statement)
    {
        if (raw.sqlite3_step(statement) != raw.SQLITE_DONE)
        {
            throw new InvalidOperationException(raw.sqlite3_errmsg(_connection.Handle!).utf8_to_string());
        }

        raw.sqlite3_reset(statement);
    }

    private sqlite3_stmt Prepare(string sql) => raw.sqlite3_prepare_v2(_connection.Handle!, sql, out var statement) == raw.SQLITE_OK
        ? statement
        : throw new InvalidOperationException(raw.sqlite3_errmsg(_connection.Handle!).utf8_to_string());

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Rows of numbers, and texts as bytes; the schema as text.</summary>
    private static IEnumerable<object?[]> Read(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        var isSchema = sql.Contains("sqlite_master", StringComparison.Ordinal);
        while (rows.Read())
        {
            yield return
            [
                .. Enumerable.Range(0, rows.FieldCount).Select(i => rows.GetValue(i) switch
                {
                    DBNull => null,
                    string text when !isSchema => System.Text.Encoding.UTF8.GetBytes(text),
                    var value => value,
                }),
            ];
        }
    }
}

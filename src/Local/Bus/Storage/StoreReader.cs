using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Waybill.Local.Account;

namespace Waybill.Local.Bus.Storage;

/// <summary>Reads what has been committed; every call has a connection of its own and so never waits for the writer.</summary>
/// <param name="path">The database.</param>
/// <param name="watch">Knows whether it still is where it was.</param>
internal sealed class StoreReader(string path, FolderWatch watch)
{
    /// <summary>Never makes one: where the database is gone, an empty one would answer.</summary>
    private readonly string _connection = new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = SqliteOpenMode.ReadWrite,
        Pooling = false,
    }.ToString();

    private const string SelectDelivery = """
        SELECT seq, target, body, accepted_at, next_at, request_id, rule, target_id, envelope, trace_header, attempts, failures
            FROM delivery
        """;

    private const string ToFunction = "target LIKE 'arn:%:lambda:%'";
    private const string ToOthers = "target NOT LIKE 'arn:%:lambda:%'";

    public IEnumerable<StoredMessage> Messages() => Read("""
        SELECT seq, queue, message_id, body, attributes, sent_at, arrived_at, available_at,
            trace_header, receive_count, received_elsewhere, first_received_at, dead_letter_source, receipt, message_group,
            deduplication_id, number FROM message ORDER BY arrived_at, seq
        """,
        row => new StoredMessage(
            row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), StoreJson.ReadAttributes(Text(row, 4)),
            Time(row, 5), Time(row, 6), Time(row, 7))
        {
            TraceHeader = Text(row, 8),
            ReceiveCount = row.GetInt32(9),
            ReceivedElsewhere = row.GetInt32(10),
            FirstReceivedAt = row.IsDBNull(11) ? null : Time(row, 11),
            DeadLetterSourceArn = Text(row, 12),
            Receipt = row.GetInt64(13),
            GroupId = Text(row, 14),
            DeduplicationId = Text(row, 15),
            Fifo = row.IsDBNull(16) ? null : new FifoPlace(deduplicationKey: null) { Number = row.GetInt64(16) },
        });

    public IEnumerable<IResource> Resources() =>
        Read("SELECT kind, definition FROM resource", row => ResourceJson.Read(row.GetString(0), row.GetString(1)));

    /// <summary>What is due for others than functions, the longest due first, but for some targets.</summary>
    public IEnumerable<Delivery> DueDeliveries(DateTimeOffset now, IReadOnlyList<string> exceptTargets, int most) =>
        Due(ToOthers, now, exceptTargets, most);

    /// <summary>What is due for functions, but for those that are busy, the longest due first.</summary>
    public IEnumerable<Delivery> DueInvocations(DateTimeOffset now, IReadOnlyList<string> busy, int most) =>
        Due(ToFunction, now, busy, most);

    /// <summary>When the first delivery is due that is not due yet; null when there is none.</summary>
    public DateTimeOffset? NextDelivery(DateTimeOffset now) => Next(ToOthers, now);

    /// <summary>When, after now, the next delivery to a function will be due; null when none will.</summary>
    public DateTimeOffset? NextInvocation(DateTimeOffset now) => Next(ToFunction, now);

    /// <summary>Archived events of a span of event time, in its order, from just after a place on.</summary>
    public IEnumerable<(ArchivedEvent Event, ReplayPlace Place)> Archived(
        string archiveArn, DateTimeOffset from, DateTimeOffset to, ReplayPlace after, int most) => Read("""
        SELECT seq, event_id, source, detail_type, time, archived_at, envelope FROM event
            WHERE archive = $1 AND time >= CAST($2 AS INTEGER) AND time <= CAST($3 AS INTEGER)
            AND (time, seq) > (CAST($4 AS INTEGER), CAST($5 AS INTEGER)) ORDER BY time, seq LIMIT CAST($6 AS INTEGER)
        """,
        row => (
            new ArchivedEvent(archiveArn, row.GetString(1), row.GetString(2), row.GetString(3), Time(row, 4), Time(row, 5),
                row.GetString(6)),
            new ReplayPlace(row.GetInt64(4), row.GetInt64(0))),
        archiveArn, Number(from.ToUnixTimeMilliseconds()), Number(to.ToUnixTimeMilliseconds()), Number(after.Milliseconds),
        Number(after.Sequence), Number(most));

    /// <summary>What parts of laptop mode keep beside the resources, by key.</summary>
    public IEnumerable<(string Key, T Value)> Kept<T>(string kind, Func<string, T> read) =>
        Read("SELECT key, json FROM kept WHERE kind = $1 ORDER BY key", row => (row.GetString(0), read(row.GetString(1))), kind);

    public long LastSequence() => Read("SELECT COALESCE(MAX(seq), 0) FROM message", row => row.GetInt64(0)).Single();

    public long Counter(string name) => Read("SELECT value FROM counter WHERE name = $1", row => row.GetInt64(0), name).Single();

    /// <summary>Archived envelopes by event time; an event that several archives hold comes once.</summary>
    /// <param name="detailType">Those of this one; null for all.</param>
    /// <param name="id">Those whose detail has this id; null for all.</param>
    public IEnumerable<string> Envelopes(string? detailType, string? id = null) => Read("""
        SELECT envelope FROM event WHERE ($1 IS NULL OR detail_type = $1)
            AND ($2 IS NULL OR (INSTR(envelope, $2) > 0 AND json_extract(envelope, '$.detail.id') = $2))
            GROUP BY event_id ORDER BY time, seq
        """, row => row.GetString(0), detailType, id);

    public (long Events, long Bytes) ArchiveSize(string archiveArn) => Read(
        "SELECT COUNT(*), COALESCE(SUM(LENGTH(envelope)), 0) FROM event WHERE archive = $1",
        row => (row.GetInt64(0), row.GetInt64(1)), archiveArn).Single();

    /// <summary>Bytes of all archived events; their texts are not read for it.</summary>
    public long ArchivedBytes() => Read("SELECT COALESCE(SUM(OCTET_LENGTH(envelope)), 0) FROM event", row => row.GetInt64(0)).Single();

    /// <summary>The oldest archived events that together have so many bytes, by sequence.</summary>
    public IReadOnlyList<long> OldestArchived(long bytes)
    {
        var sequences = new List<long>();
        foreach (var (sequence, length) in Read(
            "SELECT seq, OCTET_LENGTH(envelope) FROM event ORDER BY seq", row => (row.GetInt64(0), row.GetInt64(1))))
        {
            if (bytes <= 0)
            {
                break;
            }

            sequences.Add(sequence);
            bytes -= length;
        }

        return sequences;
    }

    public IEnumerable<CaughtMail> Mails() => Read(
        "SELECT id, time, recipients, sender, subject, text, tags FROM mail ORDER BY seq",
        row => new CaughtMail(
            row.GetString(0), Time(row, 1), StoreJson.ReadList(row.GetString(2)), row.GetString(3), row.GetString(4), row.GetString(5),
            StoreJson.ReadMap(row.GetString(6))));

    private IEnumerable<Delivery> Due(string targets, DateTimeOffset now, IReadOnlyList<string> except, int most) => Read(
        $"""
        {SelectDelivery} WHERE next_at <= CAST($1 AS INTEGER) AND {targets}
            AND target NOT IN (SELECT value FROM json_each($2)) ORDER BY next_at, seq LIMIT CAST($3 AS INTEGER)
        """,
        Delivery, Number(now.ToUnixTimeMilliseconds()), StoreJson.Write(except), Number(most));

    private DateTimeOffset? Next(string targets, DateTimeOffset now) => Read(
        $"SELECT next_at FROM delivery WHERE next_at > CAST($1 AS INTEGER) AND {targets} ORDER BY next_at LIMIT 1",
        row => (DateTimeOffset?)Time(row, 0), Number(now.ToUnixTimeMilliseconds())).FirstOrDefault();

    /// <exception cref="BusStoreException">The database cannot be read.</exception>
    private IEnumerable<T> Read<T>(string sql, Func<SqliteDataReader, T> map, params string?[] arguments)
    {
        watch.Require();
        using var connection = new SqliteConnection(_connection);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < arguments.Length; i++)
        {
            command.Parameters.AddWithValue($"${i + 1}", (object?)arguments[i] ?? DBNull.Value);
        }

        using var rows = Readable(connection, () =>
        {
            connection.Open();
            return command.ExecuteReader();
        });
        while (Readable(connection, rows.Read))
        {
            yield return Readable(connection, () => map(rows));
        }
    }

    private static T Readable<T>(SqliteConnection connection, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SqliteException error)
        {
            throw BusStoreException.Of(error, connection.DataSource);
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidCastException or ArgumentException
            or OverflowException or NotSupportedException)
        {
            throw new BusStoreException(
                $"'{connection.DataSource}' has a row that cannot be read ({error.Message}). Put a copy in its place, delete the data "
                    + "folder, or name another.", error);
        }
    }

    private static Delivery Delivery(SqliteDataReader row) =>
        new(row.GetInt64(0), row.GetString(1), row.GetString(2), Time(row, 3), Time(row, 4))
        {
            RequestId = row.GetString(5),
            RuleArn = Text(row, 6),
            TargetId = Text(row, 7),
            Envelope = Text(row, 8),
            TraceHeader = Text(row, 9),
            Attempts = row.GetInt32(10),
            Failures = row.GetInt32(11),
        };

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset Time(SqliteDataReader row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));
}

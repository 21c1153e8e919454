using System.Globalization;
using Microsoft.Data.Sqlite;
using Waybill.Local.Account;
using Waybill.Local.Observations;

namespace Waybill.Local.Logs;

/// <summary>Reads what has been committed; every call has a connection of its own and so never waits for the writer.</summary>
internal sealed class LogReader(string connectionString)
{
    private const string Events =
        "SELECT e.id, s.name, e.time, e.ingested, e.message FROM log_event e JOIN log_stream s ON s.id = e.stream_id";

    /// <summary>Every group of an account and region, by name.</summary>
    public IReadOnlyList<LogGroup> Groups(Scope scope) => Read(
        "SELECT id, name, created, retention, bytes FROM log_group WHERE account = $1 AND region = $2 ORDER BY name", -1,
        row => new LogGroup(row.GetInt64(0), row.GetString(1), row.GetInt64(2), (int?)Number(row, 3), row.GetInt64(4)),
        scope.Account, scope.Region);

    /// <exception cref="LogNotFoundException">There is no such group.</exception>
    public LogGroup Group(LogGroupName wanted) => Groups(wanted.Scope).FirstOrDefault(group => group.Name == wanted.Name)
        ?? throw new LogNotFoundException(LogResource.Group, wanted.Name);

    /// <summary>Every stream of a group, by name.</summary>
    /// <exception cref="LogNotFoundException">There is no such group.</exception>
    public IReadOnlyList<LogStream> Streams(LogGroupName group) => Read(
        "SELECT id, name, created, first_event, last_event, last_ingestion FROM log_stream WHERE group_id = $1 ORDER BY name", -1,
        row => new LogStream(row.GetInt64(0), row.GetString(1), row.GetInt64(2), Number(row, 3), Number(row, 4), Number(row, 5)),
        Group(group).Id);

    /// <summary>Events of one stream after a place, oldest first.</summary>
    /// <param name="stream">The stream's id.</param>
    /// <param name="after">Exclusive.</param>
    /// <param name="from">Milliseconds since 1970.</param>
    /// <param name="until">Exclusive.</param>
    /// <param name="most">Events at most.</param>
    public IReadOnlyList<LogEvent> Forward(long stream, LogPosition after, long from, long until, int most) => Read(
        $"""
        {Events} WHERE e.stream_id = $1 AND e.time >= $4 AND e.time < $5 AND e.time >= $2 AND (e.time, e.id) > ($2, $3)
        ORDER BY e.time, e.id
        """, most, Event, stream, after.Time, after.Id, from, until);

    /// <summary>Events of one stream before a place, newest first.</summary>
    public IReadOnlyList<LogEvent> Backward(long stream, LogPosition before, long from, long until, int most) => Read(
        $"""
        {Events} WHERE e.stream_id = $1 AND e.time >= $4 AND e.time < $5 AND e.time <= $2 AND (e.time, e.id) < ($2, $3)
        ORDER BY e.time DESC, e.id DESC
        """, most, Event, stream, before.Time, before.Id, from, until);

    /// <summary>Events of a group after a place, oldest first; <paramref name="streams"/> is null for those of all its streams.</summary>
    public IReadOnlyList<LogEvent> OfGroup(
        long group, IReadOnlyCollection<long>? streams, LogPosition after, long from, long until, int most)
    {
        // Ids are numbers from this very file, and may be more than a statement can have parameters.
        var among = streams is null
            ? ""
            : $"AND e.stream_id IN ({string.Join(',', streams.Select(id => id.ToString(CultureInfo.InvariantCulture)))})";
        return Read(
            $"""
            {Events} WHERE e.group_id = $1 AND e.time >= $4 AND e.time <= $5 AND e.time >= $2 AND (e.time, e.id) > ($2, $3) {among}
            ORDER BY e.time, e.id
            """, most, Event, group, after.Time, after.Id, from, until);
    }

    private List<T> Read<T>(string sql, int most, Func<SqliteDataReader, T> map, params ReadOnlySpan<object?> values)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var statements = new PreparedStatements(connection);
        return statements.Rows($"{sql} LIMIT {most.ToString(CultureInfo.InvariantCulture)}", map, values);
    }

    private static LogEvent Event(SqliteDataReader row) =>
        new(row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3), row.GetString(4));

    private static long? Number(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);
}

using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Data.Sqlite;
using Waybill.Local.Account;
using Waybill.Local.Observations;

namespace Waybill.Local.Metrics.Keeping;

/// <summary>The tables of <c>metrics.db</c>: series by their numbers, and hours in chunks, of which a later one replaces what it says
/// otherwise than an earlier one.</summary>
internal sealed class MetricTables(SqliteConnection connection) : IObservationTables
{
    public const int Version = 1;

    public const string Layout = """
        CREATE TABLE series(
            number INTEGER PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL, namespace TEXT NOT NULL, name TEXT NOT NULL,
            dimensions TEXT NOT NULL, unit TEXT NOT NULL);
        CREATE TABLE chunk(id INTEGER PRIMARY KEY AUTOINCREMENT, hour INTEGER NOT NULL, bytes BLOB NOT NULL);
        CREATE INDEX chunk_of_hour ON chunk(hour);
        """;

    private readonly PreparedStatements _sql = new(connection);

    /// <summary>Adds to what is known of hours.</summary>
    public void Append(MetricChunks chunks)
    {
        foreach (var series in chunks.Series)
        {
            _sql.Execute(
                """
                INSERT OR IGNORE INTO series(number, account, region, namespace, name, dimensions, unit)
                VALUES ($1, $2, $3, $4, $5, $6, $7)
                """,
                series.Number, series.Id.Scope.Account, series.Id.Scope.Region, series.Id.Namespace, series.Id.Name,
                JsonSerializer.Serialize(series.Id.Dimensions, MetricJson.Default.IReadOnlyDictionaryStringString), series.Unit);
        }

        foreach (var (hour, bytes) in chunks.Hours)
        {
            _sql.Execute("INSERT INTO chunk(hour, bytes) VALUES ($1, $2)", hour, bytes);
        }
    }

    /// <summary>Replaces all that is known of an hour.</summary>
    public void Replace(long hour, MetricChunks whole)
    {
        _sql.Execute("DELETE FROM chunk WHERE hour = $1", hour);
        Append(whole);
    }

    /// <summary>Deletes hours before one, and then the oldest while there are more bytes than there may be, but for the newest.</summary>
    /// <returns>The first hour that has not been deleted for its bytes; null when none has.</returns>
    public long? Prune(long before, long mostBytes)
    {
        _sql.Execute("DELETE FROM chunk WHERE hour < $1", before);
        long? kept = null;
        while (_sql.Number("SELECT SUM(LENGTH(bytes)) FROM chunk") > mostBytes
            && _sql.Number("SELECT MIN(hour) FROM chunk WHERE hour < (SELECT MAX(hour) FROM chunk)") is { } oldest)
        {
            _sql.Execute("DELETE FROM chunk WHERE hour = $1", oldest);
            kept = oldest + 1;
        }

        return kept;
    }

    public void Clear()
    {
        _sql.Execute("DELETE FROM chunk");
        _sql.Execute("DELETE FROM series");
    }

    /// <summary>Loads everything, and forgets the series of which nothing is left.</summary>
    /// <returns>The hours that are in several chunks.</returns>
    /// <exception cref="ObservationFileException">It is not what was written.</exception>
    public IReadOnlyList<long> Load(MetricSet metrics)
    {
        var known = Series(metrics);
        var chunks = new Dictionary<long, int>();
        try
        {
            foreach (var (hour, bytes) in _sql.Rows(
                "SELECT hour, bytes FROM chunk ORDER BY id", row => (Hour: row.GetInt64(0), Bytes: row.GetFieldValue<byte[]>(1))))
            {
                chunks[hour] = chunks.GetValueOrDefault(hour) + 1;
                MetricChunks.Read(hour, bytes, known.GetValueOrDefault);
            }
        }
        catch (InvalidDataException broken)
        {
            throw new ObservationFileException($"'{connection.DataSource}' cannot be read: {broken.Message} Delete the file.", broken);
        }

        metrics.Forget(long.MinValue);
        foreach (var (number, _) in known.Where(series => series.Value.Runs.IsEmpty))
        {
            _sql.Execute("DELETE FROM series WHERE number = $1", number);
        }

        return [.. chunks.Where(chunk => chunk.Value > 1).Select(chunk => chunk.Key)];
    }

    public void RolledBack()
    {
        // Nothing is remembered of a transaction.
    }

    public void Dispose() => _sql.Dispose();

    private Dictionary<int, UnitSeries> Series(MetricSet metrics) => _sql.Rows(
        "SELECT number, account, region, namespace, name, dimensions, unit FROM series ORDER BY number",
        row => metrics.Load(
            row.GetInt32(0),
            new MetricId(
                new Scope(row.GetString(1), row.GetString(2)), row.GetString(3), row.GetString(4),
                JsonSerializer.Deserialize(row.GetString(5), MetricJson.Default.IReadOnlyDictionaryStringString)!),
            row.GetString(6))).ToDictionary(series => series.Number);
}

[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class MetricJson : JsonSerializerContext;

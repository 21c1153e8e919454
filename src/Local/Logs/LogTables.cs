using Microsoft.Data.Sqlite;
using Waybill.Local.Observations;

namespace Waybill.Local.Logs;

/// <summary>Every change of the log; only its writer makes any, inside an open transaction.</summary>
internal sealed class LogTables(SqliteConnection connection) : IObservationTables
{
    private const int PrunedAtOnce = 5000;

    private readonly PreparedStatements _sql = new(connection);
    private readonly Dictionary<(LogGroupName Group, string Stream), (long Group, long Stream)> _known = [];

    public void CreateGroup(LogGroupName group, int? retentionDays, long now)
    {
        if (GroupId(group) is not null)
        {
            throw new LogExistsException(LogResource.Group, group.Name);
        }

        _sql.Execute(
            "INSERT INTO log_group(account, region, name, created, retention) VALUES ($1, $2, $3, $4, $5)",
            group.Scope.Account, group.Scope.Region, group.Name, now, retentionDays);
    }

    public void DeleteGroup(LogGroupName group)
    {
        var id = RequiredGroup(group);
        _known.Clear();
        _sql.Execute("DELETE FROM log_event WHERE group_id = $1", id);
        _sql.Execute("DELETE FROM log_stream WHERE group_id = $1", id);
        _sql.Execute("DELETE FROM log_group WHERE id = $1", id);
    }

    public void Clear()
    {
        _known.Clear();
        _sql.Execute("DELETE FROM log_event");
        _sql.Execute("DELETE FROM log_stream");
        _sql.Execute("DELETE FROM log_group");
    }

    public void SetRetention(LogGroupName group, int? days) =>
        _sql.Execute("UPDATE log_group SET retention = $2 WHERE id = $1", RequiredGroup(group), days);

    /// <summary>Makes a group, or changes the retention of the one there is.</summary>
    public void PutGroup(LogGroupName group, int? retentionDays, long now)
    {
        if (GroupId(group) is null)
        {
            CreateGroup(group, retentionDays, now);
        }
        else
        {
            SetRetention(group, retentionDays);
        }
    }

    public void CreateStream(LogGroupName group, string stream, long now)
    {
        var id = RequiredGroup(group);
        if (StreamId(id, stream) is not null)
        {
            throw new LogExistsException(LogResource.Stream, stream);
        }

        _sql.Execute("INSERT INTO log_stream(group_id, name, created) VALUES ($1, $2, $3)", id, stream, now);
    }

    /// <summary>Makes a stream if there is none.</summary>
    public void PutStream(LogGroupName group, string stream, long now)
    {
        if (StreamId(RequiredGroup(group), stream) is null)
        {
            CreateStream(group, stream, now);
        }
    }

    public void DeleteStream(LogGroupName group, string stream)
    {
        var groupId = RequiredGroup(group);
        var id = StreamId(groupId, stream) ?? throw new LogNotFoundException(LogResource.Stream, stream);
        _known.Clear();
        var bytes = _sql.Number("SELECT SUM(bytes) FROM log_event WHERE stream_id = $1", id) ?? 0;
        _sql.Execute("DELETE FROM log_event WHERE stream_id = $1", id);
        _sql.Execute("DELETE FROM log_stream WHERE id = $1", id);
        _sql.Execute("UPDATE log_group SET bytes = bytes - $2 WHERE id = $1", groupId, bytes);
    }

    /// <summary>Adds lines to a stream that there must be.</summary>
    public void Append(LogGroupName group, string stream, IReadOnlyList<LogLine> lines, long now)
    {
        var groupId = RequiredGroup(group);
        Insert((groupId, StreamId(groupId, stream) ?? throw new LogNotFoundException(LogResource.Stream, stream)), lines, now);
    }

    /// <summary>Adds a line, and makes its group and stream if there are none.</summary>
    public void Keep(LogGroupName group, string stream, LogLine line, long now)
    {
        if (!_known.TryGetValue((group, stream), out var ids))
        {
            if (GroupId(group) is null)
            {
                CreateGroup(group, null, now);
            }

            var groupId = RequiredGroup(group);
            if (StreamId(groupId, stream) is null)
            {
                CreateStream(group, stream, now);
            }

            ids = _known[(group, stream)] = (groupId, StreamId(groupId, stream)!.Value);
        }

        Insert(ids, [line], now);
    }

    /// <summary>Deletes what is older than its group's retention, some of it.</summary>
    /// <returns>Whether there may be more.</returns>
    public bool PruneOld(long now) => Prune(_sql.Rows(
        $"""
        SELECT e.id FROM log_group g JOIN log_event e ON e.group_id = g.id AND e.time < $1 - g.retention * 86400000
        WHERE g.retention IS NOT NULL LIMIT {PrunedAtOnce}
        """, row => row.GetInt64(0), now));

    /// <summary>Deletes the oldest lines, some of them, when there are more bytes than there may be.</summary>
    /// <returns>Whether there may be more.</returns>
    public bool PruneBeyond(long bytes)
    {
        var surplus = (_sql.Number("SELECT SUM(bytes) FROM log_group") ?? 0) - bytes;
        if (surplus <= 0)
        {
            return false;
        }

        var oldest = _sql.Rows(
            $"SELECT id, bytes FROM log_event ORDER BY id LIMIT {PrunedAtOnce}", row => (Id: row.GetInt64(0), Bytes: row.GetInt64(1)));
        var leaving = oldest.TakeWhile(line => (surplus -= line.Bytes) + line.Bytes > 0).Select(line => line.Id).ToList();
        return Prune(leaving);
    }

    /// <summary>Forgets what a rolled back transaction had made.</summary>
    public void RolledBack() => _known.Clear();

    public void Dispose() => _sql.Dispose();

    private bool Prune(List<long> ids)
    {
        foreach (var id in ids)
        {
            _sql.Execute(
                """
                UPDATE log_group SET bytes = log_group.bytes - e.bytes FROM log_event e
                WHERE e.id = $1 AND log_group.id = e.group_id
                """, id);
            _sql.Execute("DELETE FROM log_event WHERE id = $1", id);
        }

        return ids.Count == PrunedAtOnce;
    }

    private void Insert((long Group, long Stream) ids, IReadOnlyList<LogLine> lines, long now)
    {
        if (lines.Count == 0)
        {
            return;
        }

        var bytes = 0L;
        foreach (var line in lines)
        {
            bytes += line.Bytes;
            _sql.Execute(
                "INSERT INTO log_event(group_id, stream_id, time, ingested, bytes, message) VALUES ($1, $2, $3, $4, $5, $6)",
                ids.Group, ids.Stream, line.Time, now, line.Bytes, line.Message);
        }

        _sql.Execute(
            """
            UPDATE log_stream SET first_event = MIN(COALESCE(first_event, $2), $2), last_event = MAX(COALESCE(last_event, $3), $3),
                last_ingestion = $4 WHERE id = $1
            """, ids.Stream, lines.Min(line => line.Time), lines.Max(line => line.Time), now);
        _sql.Execute("UPDATE log_group SET bytes = bytes + $2 WHERE id = $1", ids.Group, bytes);
    }

    private long RequiredGroup(LogGroupName group) =>
        GroupId(group) ?? throw new LogNotFoundException(LogResource.Group, group.Name);

    private long? GroupId(LogGroupName group) => _sql.Number(
        "SELECT id FROM log_group WHERE account = $1 AND region = $2 AND name = $3",
        group.Scope.Account, group.Scope.Region, group.Name);

    private long? StreamId(long group, string name) =>
        _sql.Number("SELECT id FROM log_stream WHERE group_id = $1 AND name = $2", group, name);
}

using Microsoft.Data.Sqlite;
using Waybill.Local.Account;
using Waybill.Local.Observations;

namespace Waybill.Local.Logs;

/// <summary>Every log group of every account and region, in a file of its own beside the bus's.</summary>
/// <remarks>
/// Safe to call from any thread. Groups and streams are on disk when their task completes. A function's line is written behind: a crash
/// loses those of the last moments, and when the disk does not keep up, lines are dropped, counted and warned of. Reading comes after all
/// that was handed over before. Events leave when their group's retention is over, and the oldest of all when there are more than
/// <see cref="LogOptions.MaximumBytes"/>.
/// </remarks>
internal sealed class LogGroups : IAsyncDisposable
{
    private static readonly TimeSpan PruneInterval = TimeSpan.FromMinutes(1);

    private readonly SqliteConnection _connection;
    private readonly ObservationWriter<LogTables> _writer;
    private readonly LogReader _reader;
    private readonly LogOptions _options;
    private readonly TimeProvider _time;
    private readonly Action<string> _onWarning;
    private readonly ITimer _pruning;
    private long _dropped;
    private long _warned;
    private Exception? _lastError;

    private LogGroups(SqliteConnection connection, LogOptions options, TimeProvider time, Action<string> onWarning)
    {
        _connection = connection;
        _options = options;
        _time = time;
        _onWarning = onWarning;
        _writer = new ObservationWriter<LogTables>(connection, new LogTables(connection), options.MaximumWaiting);
        _reader = new LogReader(connection.ConnectionString);
        _pruning = time.CreateTimer(_ => Prune(), null, TimeSpan.Zero, PruneInterval);
    }

    /// <summary>Functions' lines that were dropped.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Opens the log of a data folder.</summary>
    /// <param name="folder">Where <c>logs.db</c> is, or is made. One process at a time.</param>
    /// <param name="home">Where the groups of a file are that does not say it, of an earlier layout.</param>
    /// <param name="options">How much is kept.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onWarning">Hears of lines that were dropped, and why, once a minute at most; must not throw.</param>
    /// <exception cref="ObservationFileException">The file cannot be used.</exception>
    public static LogGroups Open(string folder, Scope home, LogOptions options, TimeProvider time, Action<string> onWarning) =>
        new(LogSchema.Open(folder, home), options, time, onWarning);

    /// <summary>Makes a group that a template or a function declares, or changes the retention of the one there is.</summary>
    /// <param name="group">The group.</param>
    /// <param name="retentionDays">Days that its events are kept; null for ever.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task PutAsync(LogGroupName group, int? retentionDays, CancellationToken cancellationToken) =>
        _writer.WriteAsync(tables => tables.PutGroup(group, retentionDays, Now), cancellationToken);

    /// <exception cref="LogExistsException">There is such a group.</exception>
    public Task CreateAsync(LogGroupName group, CancellationToken cancellationToken) =>
        _writer.WriteAsync(tables => tables.CreateGroup(group, null, Now), cancellationToken);

    /// <exception cref="LogNotFoundException">There is no such group.</exception>
    public Task DeleteAsync(LogGroupName group, CancellationToken cancellationToken) =>
        _writer.WriteAsync(tables => tables.DeleteGroup(group), cancellationToken);

    /// <summary>Deletes all groups and their events, and makes these anew.</summary>
    public Task ClearAsync(
        IReadOnlyList<(LogGroupName Group, int? RetentionDays)> groups, CancellationToken cancellationToken) => _writer.WriteAsync(
        tables =>
        {
            tables.Clear();
            foreach (var (group, retentionDays) in groups)
            {
                tables.PutGroup(group, retentionDays, Now);
            }
        },
        cancellationToken);

    /// <summary>Sets the days that a group's events are kept; null for ever.</summary>
    /// <exception cref="LogNotFoundException">There is no such group.</exception>
    public Task SetRetentionAsync(LogGroupName group, int? days, CancellationToken cancellationToken) =>
        _writer.WriteAsync(tables => tables.SetRetention(group, days), cancellationToken);

    /// <exception cref="LogNotFoundException">There is no such group.</exception>
    /// <exception cref="LogExistsException">There is such a stream.</exception>
    public Task CreateStreamAsync(LogGroupName group, string stream, CancellationToken cancellationToken) =>
        _writer.WriteAsync(tables => tables.CreateStream(group, stream, Now), cancellationToken);

    /// <exception cref="LogNotFoundException">There is no such group or stream.</exception>
    public Task DeleteStreamAsync(LogGroupName group, string stream, CancellationToken cancellationToken) =>
        _writer.WriteAsync(tables => tables.DeleteStream(group, stream), cancellationToken);

    /// <summary>Adds lines, none of them empty.</summary>
    /// <exception cref="LogNotFoundException">There is no such group or stream.</exception>
    public Task AppendAsync(LogGroupName group, string stream, IReadOnlyList<LogLine> lines, CancellationToken cancellationToken) =>
        _writer.WriteAsync(tables => tables.Append(group, stream, lines, Now), cancellationToken);

    /// <summary>Adds lines, none of them empty, to streams by their names, and makes those that are not there.</summary>
    /// <exception cref="LogNotFoundException">There is no such group.</exception>
    public Task AppendAsync(LogGroupName group, ILookup<string, LogLine> lines, CancellationToken cancellationToken) => _writer.WriteAsync(
        tables =>
        {
            foreach (var stream in lines)
            {
                tables.PutStream(group, stream.Key, Now);
                tables.Append(group, stream.Key, [.. stream], Now);
            }
        },
        cancellationToken);

    /// <summary>Adds a line without waiting, and makes its group and stream if there are none.</summary>
    public void Keep(LogGroupName group, string stream, string text)
    {
        var now = Now;
        if (text.Length > 0 && !_writer.TryWrite(tables => tables.Keep(group, stream, new LogLine(now, text), now), OnLost))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    /// <summary>What has been handed over so far, to be read.</summary>
    public async Task<LogReader> ReadAsync(CancellationToken cancellationToken)
    {
        await _writer.WriteAsync(_ => { }, cancellationToken);
        return _reader;
    }

    public async ValueTask DisposeAsync()
    {
        await _pruning.DisposeAsync();
        await _writer.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private void OnLost(Exception error)
    {
        Interlocked.Increment(ref _dropped);
        _lastError = error;
    }

    private void Prune()
    {
        var now = Now;
        _writer.TryWrite(tables =>
        {
            if (tables.PruneOld(now) | tables.PruneBeyond(_options.MaximumBytes))
            {
                Prune(); // In transactions of its own, so that others get their turn.
            }
        }, error => _lastError = error);
        var dropped = Dropped;
        if (Interlocked.Exchange(ref _warned, dropped) is var warned && warned < dropped)
        {
            _onWarning($"The log did not keep up: {dropped - warned} lines of functions were dropped.");
        }

        if (Interlocked.Exchange(ref _lastError, null) is { } error)
        {
            _onWarning($"The log could not be written: {error.Message}");
        }
    }
}

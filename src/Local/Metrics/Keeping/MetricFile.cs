using Microsoft.Data.Sqlite;
using Waybill.Local.Observations;

namespace Waybill.Local.Metrics.Keeping;

/// <summary>Keeps what is in a <see cref="MetricStore"/> in a file of the data folder, so that a restart does not make it zero.</summary>
/// <remarks>
/// Written behind, once a second and at the end: a process that is killed loses the last second's data points and no others. Bounded as
/// the store is by <see cref="MetricStore.Retention"/> and its number of series, and by <see cref="MetricOptions.MaximumBytes"/>: beyond
/// it the oldest hours leave the file and the store. What a second changed is added to its hour; an hour that is over is written once
/// more, as a whole and short. When the disk does not take something, the hour is written as a whole in the next minute.
/// </remarks>
internal sealed class MetricFile : IAsyncDisposable
{
    private const int MaximumWaiting = 256;

    /// <summary>So many bytes are added to an hour before it is written as a whole, though it is not over.</summary>
    private const long MostAdded = 4 * 1024 * 1024;

    private static readonly TimeSpan WriteInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TidyInterval = TimeSpan.FromMinutes(1);

    /// <summary>An hour's last minute may still get values after its end.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(2);

    private readonly MetricStore _store;
    private readonly MetricOptions _options;
    private readonly TimeProvider _time;
    private readonly Action<string> _onWarning;
    private readonly SqliteConnection _connection;
    private readonly ObservationWriter<MetricTables> _writer;
    private readonly ITimer _writing;
    private readonly ITimer _tidying;
    private readonly Lock _turn = new();
    private readonly HashSet<int> _known = [];
    private readonly Dictionary<long, long> _added = [];
    private readonly Failures _failures = new();

    private MetricFile(
        MetricStore store, SqliteConnection connection, MetricOptions options, TimeProvider time, Action<string> onWarning)
    {
        (_store, _connection, _options, _time, _onWarning) = (store, connection, options, time, onWarning);
        var tables = new MetricTables(connection);
        store.Load(metrics =>
        {
            foreach (var hour in tables.Load(metrics))
            {
                _added[hour] = 0;
            }

            _known.UnionWith(metrics.All.SelectMany(metric => metric.Units).Select(series => series.Number));
        });
        _writer = new ObservationWriter<MetricTables>(connection, tables, MaximumWaiting);
        _writing = time.CreateTimer(_ => Write(), null, WriteInterval, WriteInterval);
        _tidying = time.CreateTimer(_ => Tidy(), null, TimeSpan.Zero, TidyInterval);
    }

    /// <summary>Loads a store from the file of a data folder, and keeps it there from now on.</summary>
    /// <param name="folder">Where <c>metrics.db</c> is, or is made. One process at a time.</param>
    /// <param name="store">Holds nothing yet.</param>
    /// <param name="options">How much is kept.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onWarning">Hears of what could not be written, once a minute at most; must not throw.</param>
    /// <exception cref="ObservationFileException">The file cannot be used.</exception>
    public static MetricFile Open(string folder, MetricStore store, MetricOptions options, TimeProvider time, Action<string> onWarning)
    {
        var connection = ObservationFile.Open(folder, "metrics.db", MetricTables.Version, MetricTables.Layout);
        try
        {
            return new MetricFile(store, connection, options, time, onWarning);
        }
        catch (Exception error)
        {
            connection.Dispose();
            throw ObservationFile.Unusable(connection.DataSource, error);
        }
    }

    /// <summary>Forgets everything, in the store and on disk.</summary>
    public async Task ClearAsync(CancellationToken cancellationToken)
    {
        Task cleared;
        lock (_turn)
        {
            _store.Clear();
            _known.Clear();
            _added.Clear();
            cleared = _writer.WriteAsync(tables => tables.Clear(), cancellationToken);
        }

        await cleared;
    }

    public async ValueTask DisposeAsync()
    {
        await _tidying.DisposeAsync();
        await _writing.DisposeAsync();
        Write();
        await _writer.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private void Write()
    {
        lock (_turn)
        {
            var chunks = new MetricChunks(series => _known.Add(series.Number));
            _store.TakeChanges(chunks.Add);
            foreach (var (hour, bytes) in chunks.Hours)
            {
                _added[hour] = _added.GetValueOrDefault(hour) + bytes.Length;
            }

            if (chunks.Hours.Count > 0)
            {
                Hand(tables => tables.Append(chunks), [.. chunks.Hours.Select(chunk => chunk.Hour)]);
            }
        }
    }

    private void Tidy()
    {
        var now = _time.GetUtcNow();
        lock (_turn)
        {
            var over = Hour(now - Late);
            var (failed, why) = _failures.Take();
            foreach (var hour in _added.Where(hour => hour.Key < over || hour.Value > MostAdded).Select(hour => hour.Key).Union(failed))
            {
                WriteWhole(hour);
            }

            var oldest = now - MetricStore.Retention;
            Hand(
                tables => _store.Forget(
                    Math.Max(MetricStore.Minute(oldest), FirstMinute(tables.Prune(Hour(oldest), _options.MaximumBytes) ?? 0))),
                []);
            if (why is not null)
            {
                _onWarning($"Metrics could not be written, which is tried again: {why}");
            }
        }
    }

    private void WriteWhole(long hour)
    {
        _added.Remove(hour);
        var chunks = new MetricChunks(_ => true);
        _store.Visit(FirstMinute(hour), FirstMinute(hour + 1), chunks.Add);
        Hand(tables => tables.Replace(hour, chunks), [hour]);
    }

    private void Hand(Action<MetricTables> write, IReadOnlyList<long> hours)
    {
        if (!_writer.TryWrite(write, error => _failures.Note(hours, error.Message)))
        {
            _failures.Note(hours, "the disk does not keep up.");
        }
    }

    private static long Hour(DateTimeOffset time) => MetricStore.Minute(time) / MetricChunks.MinutesOfAnHour;

    private static long FirstMinute(long hour) => hour * MetricChunks.MinutesOfAnHour;

    /// <summary>The hours that the disk did not take, and why.</summary>
    private sealed class Failures
    {
        private readonly Lock _gate = new();
        private readonly HashSet<long> _hours = [];
        private string? _why;

        public void Note(IReadOnlyList<long> hours, string why)
        {
            lock (_gate)
            {
                _hours.UnionWith(hours);
                _why = why;
            }
        }

        public (IReadOnlyList<long> Hours, string? Why) Take()
        {
            lock (_gate)
            {
                (IReadOnlyList<long> Hours, string? Why) taken = ([.. _hours], _why);
                _hours.Clear();
                _why = null;
                return taken;
            }
        }
    }
}

/// <summary>How much of the metrics is kept.</summary>
internal sealed record MetricOptions
{
    /// <summary>Bytes of all hours together; beyond it the oldest leave. In memory they take about ten times as much.</summary>
    public long MaximumBytes { get; init; } = 24 * 1024 * 1024;
}

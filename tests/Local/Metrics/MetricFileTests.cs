using Microsoft.Data.Sqlite;
using Waybill.Local.Metrics;
using Waybill.Local.Metrics.Keeping;
using Waybill.Local.Observations;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Metrics;

public sealed class MetricFileTests : IDisposable
{
    private static readonly MetricId Depth = Id("Depth");
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ManualTime _time = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("waybill-metrics-");
    private readonly List<string> _warnings = [];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metrics_are_there_after_a_restart_with_all_that_is_known_of_their_values()
    {
        var (first, file) = Open();
        var start = _time.GetUtcNow();
        var all = new Distribution();
        foreach (var value in Enumerable.Range(1, 500).Select(i => i * 1.5))
        {
            all.Add(value);
        }

        var some = new Distribution();
        some.Add(0.25, 3);
        some.Add(1e12);
        first.Put(new MetricSample(Id("Many"), "Milliseconds", start, all));
        first.Put(new MetricSample(Id("Some"), "Milliseconds", start, some));
        first.Put(new MetricSample(Id("Some"), "Bytes", start, Distribution.OfStatistics(4, 10, 1, 5)));
        first.Put(new MetricSample(Id("Below"), Units.None, start, Distribution.Of(-7)));
        await file.DisposeAsync();

        var (second, again) = Open();
        await using var _ = again;
        foreach (var (name, unit) in new[] { ("Many", "Milliseconds"), ("Some", "Milliseconds"), ("Some", "Bytes"), ("Below", Units.None) })
        {
            var (before, after) = (Single(first, Id(name), unit), Single(second, Id(name), unit));
            Assert.Equal(before.Aggregate(), after.Aggregate());
            foreach (var percent in new[] { 1, 50, 99, 100 })
            {
                Assert.Equal(before.Percentile(percent), after.Percentile(percent));
            }
        }

        Assert.Empty(second.Totals());
    }

    [Fact]
    public async Task What_changed_is_on_disk_a_second_later()
    {
        var (store, file) = Open();
        await using var _ = file;
        Put(store, 1);
        _time.Advance(TimeSpan.FromSeconds(1));
        while (Chunks() == 0)
        {
            Cancelled.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    [Fact]
    public async Task An_hour_that_is_over_is_one_chunk_and_says_the_same()
    {
        var (store, file) = Open();
        var start = _time.GetUtcNow();
        for (var minute = 0; minute < 60; minute++)
        {
            Put(store, minute / 20);
            _time.Advance(TimeSpan.FromSeconds(30));
            Put(store, minute / 20);
            _time.Advance(TimeSpan.FromSeconds(30));
        }

        _time.Advance(TimeSpan.FromMinutes(3));
        await file.DisposeAsync();

        Assert.Equal(1, Chunks());
        var (again, reopened) = Open();
        await using var _ = reopened;
        Assert.Equal(
            Enumerable.Range(0, 60).Select(minute => (start + (minute * Minute), minute / 20 * 2.0, 2.0)),
            again.Points(Depth, null, start, start + (60 * Minute), Minute)
                .Select(point => (point.Start, point.Values.Sum, point.Values.Count)));
    }

    [Fact]
    public async Task What_is_older_than_the_retention_leaves_with_its_series()
    {
        var (store, file) = Open();
        store.Put(new MetricSample(Id("Old"), Units.None, _time.GetUtcNow(), Distribution.Of(1)));
        await file.DisposeAsync();
        _time.Advance(MetricStore.Retention + TimeSpan.FromHours(1));

        var (again, reopened) = Open();
        Assert.Single(again.List(TestApi.Home));
        Put(again, 2);
        _time.Advance(Minute);
        await reopened.DisposeAsync();

        Assert.Equal(Depth.Key, Assert.Single(again.List(TestApi.Home)).Id.Key);
        Assert.Equal(1, Chunks());
    }

    [Fact]
    public async Task The_oldest_hours_leave_when_there_are_too_many_bytes()
    {
        var (store, file) = Open(new MetricOptions { MaximumBytes = 1000 });
        var start = _time.GetUtcNow();
        for (var minute = 0; minute < 600; minute++)
        {
            Put(store, 0.1 * minute);
            _time.Advance(Minute);
        }

        await file.DisposeAsync();
        var kept = Points(store, start);
        var (again, reopened) = Open(new MetricOptions { MaximumBytes = 1000 });
        await using var _ = reopened;

        Assert.InRange(kept.Count, 1, 100);
        Assert.Equal(start + (599 * Minute), kept[^1].Start);
        Assert.Equal(
            kept.Select(point => (point.Start, point.Values.Sum)), Points(again, start).Select(point => (point.Start, point.Values.Sum)));
    }

    [Fact]
    public async Task Nothing_is_left_after_clearing()
    {
        var (store, file) = Open();
        Put(store, 1);
        _time.Advance(Minute);
        Put(store, 2);
        await file.ClearAsync(Cancelled);
        Assert.Empty(store.List(TestApi.Home));
        store.Put(new MetricSample(Id("New"), Units.None, _time.GetUtcNow(), Distribution.Of(1)));
        await file.DisposeAsync();

        var (again, reopened) = Open();
        await using var _ = reopened;
        Assert.Equal(Id("New").Key, Assert.Single(again.List(TestApi.Home)).Id.Key);
        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task Says_which_file_cannot_be_read()
    {
        var (store, file) = Open();
        Put(store, 1);
        await file.DisposeAsync();
        using (var connection = Connect())
        {
            ObservationFile.Execute(connection, "UPDATE chunk SET bytes = X'01'");
        }

        var failure = Assert.Throws<ObservationFileException>(() => Open());
        Assert.Contains("metrics.db' cannot be read", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Every_data_point_counts_once_whenever_it_comes_and_however_often_all_is_restarted(int seed)
    {
        var random = new Random(seed);
        var model = new Dictionary<(string Name, DateTimeOffset Minute), (double Sum, double Count)>();
        var start = _time.GetUtcNow();
        var (store, file) = Open();
        for (var step = 0; step < 2000; step++)
        {
            switch (random.Next(20))
            {
                case 0:
                    await file.DisposeAsync();
                    (store, file) = Open();
                    break;
                case < 6:
                    _time.Advance(TimeSpan.FromSeconds(random.Next(100)));
                    break;
                default:
                    // Mostly the same value in the newest minute, so that minutes are alike, and sometimes one far back.
                    var time = _time.GetUtcNow() - TimeSpan.FromMinutes(random.Next(3) == 0 ? random.Next(180) : 0);
                    var (name, value) = ($"{random.Next(3)}", random.Next(5) == 0 ? random.Next(3) : 1);
                    store.Put(new MetricSample(Id(name), Units.None, time, Distribution.Of(value)));
                    var key = (name, new DateTimeOffset(time.Ticks - (time.Ticks % TimeSpan.TicksPerMinute), TimeSpan.Zero));
                    var (sum, count) = model.GetValueOrDefault(key);
                    model[key] = (sum + value, count + 1);
                    break;
            }
        }

        await file.DisposeAsync();
        (store, file) = Open();
        await using var _ = file;
        foreach (var name in new[] { "0", "1", "2" })
        {
            Assert.Equal(
                model.Where(minute => minute.Key.Name == name).Select(minute => (minute.Key.Minute, minute.Value.Sum, minute.Value.Count))
                    .OrderBy(minute => minute.Minute),
                store.Points(Id(name), null, start.AddDays(-1), start.AddDays(3), Minute)
                    .Select(point => (point.Start, point.Values.Sum, point.Values.Count)));
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static MetricId Id(string name) => new(
        TestApi.Home, "Test", name, new Dictionary<string, string>(StringComparer.Ordinal) { ["Q"] = "a" });

    private static Distribution Single(MetricStore store, MetricId id, string unit) => Assert.Single(
        store.Points(id, unit, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(99), Minute)).Values;

    private (MetricStore Store, MetricFile File) Open(MetricOptions? options = null)
    {
        var store = new MetricStore(_time);
        return (store, MetricFile.Open(_folder.FullName, store, options ?? new MetricOptions(), _time, _warnings.Add));
    }

    private void Put(MetricStore store, double value) =>
        store.Put(new MetricSample(Depth, Units.None, _time.GetUtcNow(), Distribution.Of(value)));

    private IReadOnlyList<MetricPoint> Points(MetricStore store, DateTimeOffset from) =>
        store.Points(Depth, null, from, _time.GetUtcNow(), Minute);

    private SqliteConnection Connect() => ObservationFile.Open(_folder.FullName, "metrics.db", MetricTables.Version, MetricTables.Layout);

    private long Chunks()
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM chunk";
        return (long)command.ExecuteScalar()!;
    }
}

using Waybill.Local.Account;
using Waybill.Local.Logs;
using Waybill.Local.Observations;
using Waybill.Local.Tests.Bus;
using Waybill.Local.Tests.Metrics;

namespace Waybill.Local.Tests.Logs;

public sealed class LogGroupsTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("waybill-logs-");
    private readonly List<string> _warnings = [];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lines_are_there_after_a_restart()
    {
        await using (var groups = Open())
        {
            await groups.PutAsync(Named("/aws/lambda/mail"), 7, Cancelled);
            groups.Keep(Named("/aws/lambda/mail"), "1-1", "one");
            groups.Keep(Named("/aws/lambda/mail"), "1-2", "two");
        }

        await using var again = Open();

        Assert.Equal(["one", "two"], await MessagesAsync(again, "/aws/lambda/mail"));
        var reader = await again.ReadAsync(Cancelled);
        Assert.Equal(7, Assert.Single(reader.Groups(TestApi.Home)).RetentionDays);
        Assert.Equal(["1-1", "1-2"], reader.Streams(Named("/aws/lambda/mail")).Select(stream => stream.Name));
    }

    [Fact]
    public async Task Nothing_is_left_after_clearing_but_the_groups_that_are_named()
    {
        await using var groups = Open();
        groups.Keep(Named("declared"), "s", "one");
        groups.Keep(Named("made"), "s", "two");

        await groups.ClearAsync([(Named("declared"), 7)], Cancelled);

        var reader = await groups.ReadAsync(Cancelled);
        Assert.Equal(
            ("declared", 7, 0),
            Assert.Single(reader.Groups(TestApi.Home).Select(group => (group.Name, group.RetentionDays, group.Bytes))));
        Assert.Empty(await MessagesAsync(groups, "declared"));
    }

    [Fact]
    public async Task Lines_leave_when_their_groups_retention_is_over()
    {
        await using var groups = Open();
        await groups.PutAsync(Named("short"), 1, Cancelled);
        groups.Keep(Named("short"), "s", "old");
        groups.Keep(Named("for-ever"), "s", "old");
        _time.Advance(TimeSpan.FromHours(23));
        groups.Keep(Named("short"), "s", "new");
        await groups.ReadAsync(Cancelled);
        _time.Advance(TimeSpan.FromMinutes(62));

        Assert.Equal(["new"], await MessagesAsync(groups, "short"));
        Assert.Equal(["old"], await MessagesAsync(groups, "for-ever"));
        var reader = await groups.ReadAsync(Cancelled);
        Assert.Equal(LogLine.Overhead + 3, reader.Group(Named("short")).Bytes);
    }

    [Fact]
    public async Task The_oldest_lines_of_all_leave_when_there_are_too_many_bytes()
    {
        await using var groups = Open(new LogOptions { MaximumBytes = 10 * (LogLine.Overhead + 4) });
        for (var i = 0; i < 25; i++)
        {
            groups.Keep(Named(i % 2 == 0 ? "even" : "odd"), "s", $"{i:D4}");
        }

        await groups.ReadAsync(Cancelled);
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(["0016", "0018", "0020", "0022", "0024"], await MessagesAsync(groups, "even"));
        Assert.Equal(["0015", "0017", "0019", "0021", "0023"], await MessagesAsync(groups, "odd"));
    }

    [Fact]
    public async Task Lines_are_dropped_and_warned_of_when_the_disk_does_not_keep_up()
    {
        await using var groups = Open(new LogOptions { MaximumWaiting = 1 });
        for (var i = 0; i < 20_000; i++)
        {
            groups.Keep(Named("g"), "s", "line");
        }

        _time.Advance(TimeSpan.FromMinutes(1));

        var kept = (await groups.ReadAsync(Cancelled)).Group(Named("g")).Bytes / (LogLine.Overhead + 4);
        Assert.Equal(20_000, kept + groups.Dropped);
        Assert.True(groups.Dropped > 0);
        Assert.Equal($"The log did not keep up: {groups.Dropped} lines of functions were dropped.", Assert.Single(_warnings));
    }

    [Fact]
    public async Task A_change_that_is_refused_leaves_others_of_its_transaction_alone()
    {
        await using var groups = Open();
        var changes = Enumerable.Range(0, 50).Select(i => groups.CreateAsync(Named($"g{i % 40}"), Cancelled)).ToList();
        foreach (var (change, i) in changes.Select((change, i) => (change, i)))
        {
            if (i < 40)
            {
                await change;
            }
            else
            {
                await Assert.ThrowsAsync<LogExistsException>(() => change);
            }
        }

        Assert.Equal(40, (await groups.ReadAsync(Cancelled)).Groups(TestApi.Home).Count);
    }

    [Fact]
    public async Task A_group_that_was_deleted_is_made_again_by_the_next_line()
    {
        await using var groups = Open();
        groups.Keep(Named("g"), "s", "one");
        await groups.DeleteAsync(Named("g"), Cancelled);
        groups.Keep(Named("g"), "s", "two");

        Assert.Equal(["two"], await MessagesAsync(groups, "g"));
    }

    [Fact]
    public async Task Groups_of_a_file_without_accounts_are_the_templates()
    {
        await using (var groups = Open())
        {
            await groups.PutAsync(Named("g"), 7, Cancelled);
            groups.Keep(Named("g"), "s", "one");
        }

        using (var connection = LogSchema.Open(_folder.FullName, TestApi.Home))
        {
            ObservationFile.Execute(connection, """
                CREATE TABLE earlier(
                    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, created INTEGER NOT NULL, retention INTEGER,
                    bytes INTEGER NOT NULL DEFAULT 0);
                INSERT INTO earlier SELECT id, name, created, retention, bytes FROM log_group;
                DROP TABLE log_group;
                ALTER TABLE earlier RENAME TO log_group;
                PRAGMA user_version = 1;
                """);
        }

        await using var again = Open();
        Assert.Equal(["one"], await MessagesAsync(again, "g"));
        await again.CreateAsync(new LogGroupName(new Scope("999999999999", "us-west-2"), "g"), Cancelled);
        var reader = await again.ReadAsync(Cancelled);
        Assert.Equal(("g", 7), Assert.Single(reader.Groups(TestApi.Home).Select(group => (group.Name, group.RetentionDays))));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static LogGroupName Named(string name) => new(TestApi.Home, name);

    private LogGroups Open(LogOptions? options = null) =>
        LogGroups.Open(_folder.FullName, TestApi.Home, options ?? new LogOptions(), _time, _warnings.Add);

    private static async Task<IEnumerable<string>> MessagesAsync(LogGroups groups, string group)
    {
        var reader = await groups.ReadAsync(Cancelled);
        return reader.OfGroup(reader.Group(Named(group)).Id, null, LogPosition.First, 0, long.MaxValue, 10_000).Select(one => one.Message);
    }
}

using Waybill.Local.Logs;
using Waybill.Local.Tests.Bus;

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
            await groups.PutAsync("/aws/lambda/mail", 7, Cancelled);
            groups.Keep("/aws/lambda/mail", "1-1", "one");
            groups.Keep("/aws/lambda/mail", "1-2", "two");
        }

        await using var again = Open();

        Assert.Equal(["one", "two"], await MessagesAsync(again, "/aws/lambda/mail"));
        var reader = await again.ReadAsync(Cancelled);
        Assert.Equal(7, Assert.Single(reader.Groups()).RetentionDays);
        Assert.Equal(["1-1", "1-2"], reader.Streams("/aws/lambda/mail").Select(stream => stream.Name));
    }

    [Fact]
    public async Task Nothing_is_left_after_clearing_but_the_groups_that_are_named()
    {
        await using var groups = Open();
        groups.Keep("declared", "s", "one");
        groups.Keep("made", "s", "two");

        await groups.ClearAsync([("declared", 7)], Cancelled);

        var reader = await groups.ReadAsync(Cancelled);
        Assert.Equal(("declared", 7, 0), Assert.Single(reader.Groups().Select(group => (group.Name, group.RetentionDays, group.Bytes))));
        Assert.Empty(await MessagesAsync(groups, "declared"));
    }

    [Fact]
    public async Task Lines_leave_when_their_groups_retention_is_over()
    {
        await using var groups = Open();
        await groups.PutAsync("short", 1, Cancelled);
        groups.Keep("short", "s", "old");
        groups.Keep("for-ever", "s", "old");
        _time.Advance(TimeSpan.FromHours(23));
        groups.Keep("short", "s", "new");
        await groups.ReadAsync(Cancelled);
        _time.Advance(TimeSpan.FromMinutes(62));

        Assert.Equal(["new"], await MessagesAsync(groups, "short"));
        Assert.Equal(["old"], await MessagesAsync(groups, "for-ever"));
        var reader = await groups.ReadAsync(Cancelled);
        Assert.Equal(LogLine.Overhead + 3, reader.Group("short").Bytes);
    }

    [Fact]
    public async Task The_oldest_lines_of_all_leave_when_there_are_too_many_bytes()
    {
        await using var groups = Open(new LogOptions { MaximumBytes = 10 * (LogLine.Overhead + 4) });
        for (var i = 0; i < 25; i++)
        {
            groups.Keep(i % 2 == 0 ? "even" : "odd", "s", $"{i:D4}");
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
            groups.Keep("g", "s", "line");
        }

        _time.Advance(TimeSpan.FromMinutes(1));

        var kept = (await groups.ReadAsync(Cancelled)).Group("g").Bytes / (LogLine.Overhead + 4);
        Assert.Equal(20_000, kept + groups.Dropped);
        Assert.True(groups.Dropped > 0);
        Assert.Equal($"The log did not keep up: {groups.Dropped} lines of functions were dropped.", Assert.Single(_warnings));
    }

    [Fact]
    public async Task A_change_that_is_refused_leaves_others_of_its_transaction_alone()
    {
        await using var groups = Open();
        var changes = Enumerable.Range(0, 50).Select(i => groups.CreateAsync($"g{i % 40}", Cancelled)).ToList();
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

        Assert.Equal(40, (await groups.ReadAsync(Cancelled)).Groups().Count);
    }

    [Fact]
    public async Task A_group_that_was_deleted_is_made_again_by_the_next_line()
    {
        await using var groups = Open();
        groups.Keep("g", "s", "one");
        await groups.DeleteAsync("g", Cancelled);
        groups.Keep("g", "s", "two");

        Assert.Equal(["two"], await MessagesAsync(groups, "g"));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private LogGroups Open(LogOptions? options = null) =>
        LogGroups.Open(_folder.FullName, options ?? new LogOptions(), _time, _warnings.Add);

    private static async Task<IEnumerable<string>> MessagesAsync(LogGroups groups, string group)
    {
        var reader = await groups.ReadAsync(Cancelled);
        return reader.OfGroup(reader.Group(group).Id, null, LogPosition.First, 0, long.MaxValue, 10_000).Select(one => one.Message);
    }
}

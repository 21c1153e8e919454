using System.Collections.Concurrent;
using Waybill.Local.Bus.Routing;

namespace Waybill.Local.Tests.Bus;

public sealed class ArchiveLimitTests
{
    [Fact]
    public async Task Beyond_the_limit_the_oldest_events_go_with_one_warning()
    {
        const int Most = 20_000;
        var (time, warnings) = (new ManualTime(), new ConcurrentQueue<string>());
        await using var bus = new TestBus(TestCloud.Model(), time);
        await using var limit = new ArchiveLimit(bus.Store, Most, time, warnings.Enqueue);
        var published = new List<string>();
        for (var round = 0; round < 5; round++)
        {
            for (var number = 0; number < 20; number++)
            {
                published.AddRange(await bus.PublishAsync(TestBus.Event($$"""{"text":"{{new string('x', 500)}}"}""")));
            }

            await limit.LookAsync();
            Assert.InRange(bus.Store.Reader.ArchivedBytes(), 0, Most);
        }

        var kept = bus.Store.Reader.Envelopes(detailType: null).ToList();
        Assert.InRange(kept.Count, 20, 60);
        Assert.All(kept.Zip(published.TakeLast(kept.Count)), pair => Assert.Contains(pair.Second, pair.First, StringComparison.Ordinal));
        Assert.Contains("more than --archive-limit allows", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_database_is_one_of_a_version_without_known_faults()
    {
        await using var bus = new TestBus(TestCloud.Model());

        // CVE-2025-6965 was mended in 3.50.2.
        Assert.True(Version.Parse(SQLitePCL.raw.sqlite3_libversion().utf8_to_string()) >= new Version(3, 50, 2));
    }
}

using Waybill.Local.Bus.Storage;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Durability;

/// <summary>What is wrong with a data folder is said, with what to do, and does it no damage.</summary>
public sealed class FolderTests
{
    /// <summary>Stands for all pages but the first.</summary>
    private const int Everything = 4096;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_disk_refuses_what_it_cannot_keep_and_loses_nothing()
    {
        using var disk = SmallDisk.Mount("4m");
        Assert.SkipUnless(disk.IsMounted, "a small disk can be mounted by root only");
        var folder = Path.Combine(disk.Folder, "data");
        var published = new HashSet<string>(StringComparer.Ordinal);
        await using (var bus = new TestBus(TestCloud.Model(), folder: folder))
        {
            var error = await FillAsync(bus, published);

            Assert.Contains($"'{folder}'", error.Message, StringComparison.Ordinal);
            Assert.Contains("full", error.Message, StringComparison.Ordinal);
            disk.Grow("64m");
            published.UnionWith(await bus.PublishAsync(TestBus.Event()));
        }

        await using var again = new TestBus(TestCloud.Model(), folder: folder);
        Assert.Equal(published.Order(), again.Store.Reader.Envelopes(detailType: null).Select(BusEvents.Id).Order());
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_named()
    {
        using var disk = SmallDisk.Mount("4m");
        Assert.SkipUnless(disk.IsMounted, "a disk that cannot be written can be mounted by root only");
        var folder = Path.Combine(disk.Folder, "data");
        await using (var bus = new TestBus(TestCloud.Model(), folder: folder))
        {
            await bus.PublishAsync(TestBus.Event());
        }

        disk.Protect();
        var error = Assert.Throws<BusStoreException>(() => BusStore.Open(folder, TimeProvider.System));

        Assert.StartsWith($"The data folder '{folder}' cannot be written (", error.Message, StringComparison.Ordinal);
        disk.Grow("4m");
        await using var again = new TestBus(TestCloud.Model(), folder: folder);
        Assert.Single(again.Store.Reader.Envelopes(detailType: null));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(Everything)]
    public async Task A_damaged_database_is_named(int at)
    {
        var folder = Directory.CreateTempSubdirectory("waybill-damaged-").FullName;
        await using (var bus = new TestBus(TestCloud.Model(), folder: folder))
        {
            await bus.PublishAsync([.. Enumerable.Range(0, 100).Select(_ => TestBus.Event())]);
        }

        var database = Path.Combine(folder, "bus.db");
        var bytes = await File.ReadAllBytesAsync(database, Cancelled);
        bytes.AsSpan(at == Everything ? 4096 : at, at == Everything ? bytes.Length - 4096 : 100).Fill(0x5a);
        await File.WriteAllBytesAsync(database, bytes, Cancelled);

        var error = await Assert.ThrowsAsync<BusStoreException>(() => ReadAllAsync(folder));

        Assert.Contains($"'{database}' is damaged", error.Message, StringComparison.Ordinal);
        Assert.Contains("or name another", error.Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>As a start does.</summary>
    private static async Task ReadAllAsync(string folder)
    {
        await using var store = BusStore.Open(folder, TimeProvider.System);
        _ = store.Reader.Resources().Count() + store.Reader.Messages().Count() + store.Reader.Envelopes(detailType: null).Count();
    }

    private static async Task<BusStoreException> FillAsync(TestBus bus, HashSet<string> published)
    {
        var detail = $$"""{"text":"{{new string('x', 20_000)}}"}""";
        return await Assert.ThrowsAsync<BusStoreException>(async () =>
        {
            while (true)
            {
                published.UnionWith(await bus.PublishAsync(TestBus.Event(detail)));
            }
        });
    }
}

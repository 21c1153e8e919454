using System.Runtime.Versioning;
using System.Text;
using Microsoft.Data.Sqlite;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Tests.Bus;
using Waybill.Local.Tests.Endpoints;

namespace Waybill.Local.Tests.Durability;

/// <summary>A data folder that is taken away from under a running laptop, or has in it what cannot be read.</summary>
public sealed class LostFolderTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static bool IsUnix => !OperatingSystem.IsWindows();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Writes_are_refused_within_a_second_while_the_folder_is_gone_and_it_is_said_once(bool isReplaced)
    {
        var time = new ManualTime();
        var folder = Directory.CreateTempSubdirectory("waybill-lost-").FullName;
        await using var bus = new TestBus(TestCloud.Model(), time, folder);
        await bus.PublishAsync(TestBus.Event());
        Directory.Move(folder, folder + "-away");
        if (isReplaced)
        {
            Directory.CreateDirectory(folder);
            foreach (var file in Directory.EnumerateFiles(folder + "-away"))
            {
                await File.WriteAllBytesAsync(Path.Combine(folder, Path.GetFileName(file)), [], Cancelled);
            }
        }

        time.Advance(Second);
        await Assert.ThrowsAsync<DataFolderLostException>(() => bus.PublishAsync(TestBus.Event()));
        await Assert.ThrowsAsync<DataFolderLostException>(() => bus.ReceiveAsync("confirmations"));
        Assert.Throws<DataFolderLostException>(() => bus.Store.Reader.Envelopes(detailType: null).Count());
        time.Advance(Second);
        Assert.Contains($"'{folder}' has been deleted or replaced", Assert.Single(bus.Warnings), StringComparison.Ordinal);

        if (isReplaced)
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.Move(folder + "-away", folder);
        time.Advance(Second);
        await bus.PublishAsync(TestBus.Event());
        Assert.Equal(2, bus.Store.Reader.Envelopes(detailType: null).Count());
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task PutEvents_answers_InternalException_and_nothing_is_logged_for_each()
    {
        var time = new ManualTime();
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model(), time: time);
        Directory.Delete(laptop.Bus.Folder, recursive: true);
        time.Advance(Second);

        using var content = new StringContent(
            """{"Entries":[{"Source":"s","DetailType":"d","Detail":"{}"}]}""", Encoding.UTF8, "application/x-amz-json-1.1");
        content.Headers.Add("X-Amz-Target", "AWSEvents.PutEvents");
        using var answer = await laptop.Http.PostAsync(new Uri("/", UriKind.Relative), content, Cancelled);

        Assert.Equal(500, (int)answer.StatusCode);
        Assert.Contains("\"InternalException\"", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        Assert.Empty(laptop.Log.Lines);
    }

    [UnsupportedOSPlatform("windows")]
    [Fact(SkipUnless = nameof(IsUnix), Skip = "Files of Windows have no such rights.")]
    public async Task What_is_in_the_folder_its_owner_alone_can_read()
    {
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
        await using var bus = new TestBus(TestCloud.Model());
        await bus.PublishAsync(TestBus.Event());

        var files = Directory.EnumerateFiles(bus.Folder).ToList();
        Assert.Contains(Path.Combine(bus.Folder, "bus.db-wal"), files);
        Assert.All(files, file => Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(file) & Others));
    }

    [Theory]
    [InlineData("UPDATE message SET attributes = '{'")]
    [InlineData("UPDATE message SET available_at = 9223372036854775807")]
    [InlineData("UPDATE resource SET definition = 'x'")]
    [InlineData("UPDATE resource SET kind = 'x'")]
    public async Task A_row_that_cannot_be_read_is_one_error_that_names_the_file(string damage)
    {
        var folder = Directory.CreateTempSubdirectory("waybill-damaged-").FullName;
        await using (var bus = new TestBus(TestCloud.Model(), folder: folder))
        {
            await bus.SendAsync("confirmations", "hello");
        }

        var file = Path.Combine(folder, "bus.db");
        await using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            await connection.OpenAsync(Cancelled);
            await using var command = connection.CreateCommand();
            command.CommandText = damage;
            await command.ExecuteNonQueryAsync(Cancelled);
        }

        var error = Assert.Throws<BusStoreException>(() => _ = new TestBus(TestCloud.Model(), folder: folder));

        Assert.StartsWith($"'{file}' has a row that cannot be read (", error.Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }
}

using Waybill.Local.Logs;

namespace Waybill.Local.Tests.Logs;

public sealed class LogFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("waybill-logs-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Each_function_has_a_file_with_all_it_wrote_that_its_owner_alone_can_read()
    {
        var files = new LogFiles(_folder.FullName, TimeProvider.System);
        await using (files)
        {
            files.Keep("Send", "1a-1", "one");
            files.Keep("Count", "1a-2", "two");
            files.Keep("Send", "1a-1", "three");
        }

        var file = Path.Combine(files.Folder, "Send.log");
        Assert.Equal(["1a-1 one", "1a-1 three"], File.ReadAllLines(file).Select(line => line[(line.IndexOf(' ') + 1)..]));
        Assert.Equal(["Count.log", "Send.log"], Directory.GetFiles(files.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public async Task The_files_of_a_function_stay_small_however_much_it_writes_and_have_the_newest()
    {
        const int Most = 100_000;
        var files = new LogFiles(_folder.FullName, TimeProvider.System, Most);
        await using (files)
        {
            for (var n = 0; n < 20_000; n++)
            {
                files.Keep("Send", "1a-1", $"line {n}");
            }
        }

        var sizes = _folder.GetFiles("*", SearchOption.AllDirectories);
        Assert.Equal(["Send.1.log", "Send.log"], sizes.Select(file => file.Name).Order(StringComparer.Ordinal));
        Assert.InRange(sizes.Sum(file => file.Length), 1, 4 * Most);
        Assert.EndsWith(" line 19999", File.ReadAllText(Path.Combine(files.Folder, "Send.log")) is { Length: > 0 } last
            ? last.TrimEnd() : "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_gone_is_not_made_again_and_stops_nobody()
    {
        var files = new LogFiles(_folder.FullName, TimeProvider.System);
        Directory.Delete(files.Folder);

        files.Keep("Send", "1a-1", "lost");
        await files.DisposeAsync();

        Assert.False(Directory.Exists(files.Folder));
    }
}

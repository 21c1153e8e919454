using Waybill.Cli.Commands;
using Waybill.Cli.Toolchain;

namespace Waybill.Cli.Tests;

public sealed class DataFolderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("waybill-up-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_second_up_in_a_checkout_says_so_at_once_and_the_next_one_starts()
    {
        var repository = new Repository(_root);
        using (DataFolder.For(Options(data: null), repository))
        {
            var error = Assert.Throws<UserErrorException>(() => DataFolder.For(Options(data: null), repository));
            Assert.StartsWith($"Another 'up' is running on the data folder '{_root}", error.Message, StringComparison.Ordinal);
            DataFolder.For(Options(Path.Combine(_root, "other")), repository).Dispose();
        }

        DataFolder.For(Options(data: null), repository).Dispose();
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named()
    {
        var file = Path.Combine(_root, "file");
        File.WriteAllText(file, "");

        var error = Assert.Throws<UserErrorException>(() => DataFolder.For(Options(Path.Combine(file, "data")), new Repository(_root)));

        Assert.StartsWith($"The data folder '{file}", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Name another one with --data.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_prepares_a_checkout_does_so_alone()
    {
        var workbench = Workbench.Beside(new Repository(_root));
        var first = await workbench.AloneAsync(TestContext.Current.CancellationToken);

        var second = workbench.AloneAsync(TestContext.Current.CancellationToken);
        Assert.False(second.IsCompleted);
        first.Dispose();

        (await second).Dispose();
    }

    [Fact]
    public async Task A_tool_that_is_missing_is_told_from_one_that_cannot_be_started() => Assert.Contains(
        "is not installed",
        (await Assert.ThrowsAsync<ToolMissingException>(
            () => Tool.RunAsync("waybill-no-such-tool", [], _root, null, TestContext.Current.CancellationToken))).Message,
        StringComparison.Ordinal);

    private static UpOptions Options(string? data) => new()
    {
        Once = false,
        Environment = "dev",
        DataFolder = data,
        Build = false,
        AllowReplacement = false,
        Play = false,
        Watch = false,
        StrictAuth = false,
        TimeScale = 1,
        Debug = null,
        OpenTelemetry = new Dictionary<string, string>(),
        ArchiveLimit = 1,
        DynamoDb = null,
        Port = 4566,
        Words = [],
    };
}

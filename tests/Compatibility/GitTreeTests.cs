using System.Diagnostics;
using Waybill.Catalog.Compatibility.Base;

namespace Waybill.Compatibility.Tests;

/// <summary>Reads real revisions of a real repository made for the test.</summary>
public sealed class GitTreeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("waybill-git-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Catalog => Path.Combine(_folder.FullName, "shop", "events-catalog");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Reads_the_files_of_a_folder_as_a_revision_has_them()
    {
        await CommitAsync(("events-catalog/domains/a b.json", "old"), ("events-catalog/ä.mdx", "ä\n\0"), ("elsewhere.txt", "x"));
        await CommitAsync(("events-catalog/domains/a b.json", "new"));
        await File.WriteAllTextAsync(Path.Combine(Catalog, "domains", "a b.json"), "not committed", Token);

        var first = await GitTree.ReadAsync(Catalog, "HEAD~1", Token);
        var second = await GitTree.ReadAsync(Catalog, "main", Token);

        Assert.Equal(["domains/a b.json", "ä.mdx"], first.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("old", "new"), (Text(first["domains/a b.json"]), Text(second["domains/a b.json"])));
        Assert.Equal("ä\n\0", Text(first["ä.mdx"]));
    }

    [Theory]
    [InlineData("no-such-branch")]
    [InlineData("--output=/tmp/x")]
    [InlineData("")]
    public async Task Says_that_there_is_no_such_revision(string revision)
    {
        await CommitAsync(("events-catalog/a.json", "{}"));

        var missing = await Assert.ThrowsAsync<BaseNotFoundException>(() => GitTree.ReadAsync(Catalog, revision, Token));

        Assert.StartsWith($"'{revision}' is neither a folder nor a revision", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_that_a_revision_does_not_have_the_folder()
    {
        await CommitAsync(("elsewhere.txt", "x"));
        await CommitAsync(("events-catalog/a.json", "{}"));

        var missing = await Assert.ThrowsAsync<BaseNotFoundException>(() => GitTree.ReadAsync(Catalog, "HEAD~1", Token));

        Assert.StartsWith("The revision 'HEAD~1' has no files in", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Does_not_read_a_file_that_is_far_too_large_nor_a_link()
    {
        await CommitAsync(("events-catalog/large.json", new string('x', 2_000_000)), ("events-catalog/a.json", "{}"));
        File.CreateSymbolicLink(Path.Combine(Catalog, "link.json"), "/etc/hostname");
        await CommitAsync();

        var files = await GitTree.ReadAsync(Catalog, "HEAD", Token);

        Assert.Equal(["a.json", "large.json", "link.json"], files.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(files["large.json"]);
        Assert.Empty(files["link.json"]);
    }

    private async Task CommitAsync(params (string Path, string Content)[] files)
    {
        var root = Path.Combine(_folder.FullName, "shop");
        Directory.CreateDirectory(Catalog);
        foreach (var (path, content) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, path))!);
            await File.WriteAllTextAsync(Path.Combine(root, path), content, Token);
        }

        await GitAsync("init", "--quiet", "--initial-branch=main");
        await GitAsync("add", "--all");
        await GitAsync("-c", "user.name=Ada", "-c", "user.email=ada@shop.example", "commit", "--quiet", "--message", "Change the catalog");
    }

    private async Task GitAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = _folder.FullName, UseShellExecute = false };
        using var git = Process.Start(start)!;
        await git.WaitForExitAsync(Token);
        Assert.Equal(0, git.ExitCode);
    }

    private static string Text(byte[] bytes) => System.Text.Encoding.UTF8.GetString(bytes);
}

using Waybill.Cli.Toolchain;

namespace Waybill.Cli.Tests.Deploying;

/// <summary>A tiny git repository, and its past beside it.</summary>
public sealed class GitCheckoutTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("waybill-git-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_revision_is_written_beside_the_repository_and_goes_again()
    {
        var repository = await RepositoryAsync();
        string written;
        using (var checkout = await GitCheckout.CreateAsync(repository, "HEAD~1", TestContext.Current.CancellationToken))
        {
            written = checkout.Repository.Root;
            Assert.Equal("""{"is":"old"}""", await ReadAsync(checkout.Repository.Path("cdk.json")));
            Assert.Equal("kept", await ReadAsync(checkout.Repository.Path("node_modules", "package")));
        }

        Assert.False(Directory.Exists(written));
        Assert.Equal("""{"is":"changed by hand"}""", await ReadAsync(repository.Path("cdk.json")));
        Assert.Equal("kept", await ReadAsync(repository.Path("node_modules", "package")));
        Assert.Equal(" M cdk.json", (await GitAsync("status", "--porcelain", "--untracked-files=no")).TrimEnd());
    }

    [Fact]
    public async Task A_revision_that_is_none_or_has_nothing_to_synthesize_is_named()
    {
        var repository = await RepositoryAsync();

        Assert.Contains(
            "'v9' is neither a folder nor a revision of the git repository around",
            (await Assert.ThrowsAsync<UserErrorException>(() => CreateAsync(repository, "v9"))).Message, StringComparison.Ordinal);
        Assert.Equal(
            "The revision 'HEAD~2' has no cdk.json: there is nothing in it to synthesize.",
            (await Assert.ThrowsAsync<UserErrorException>(() => CreateAsync(repository, "HEAD~2"))).Message);
    }

    [Fact]
    public async Task A_revision_with_a_link_that_leads_out_of_it_is_refused_and_nothing_of_it_stays()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights there that not everybody has.");
        var repository = await RepositoryAsync();
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "link"), "/etc/hostname");
        await CommitAsync();

        var refused = await Assert.ThrowsAsync<UserErrorException>(() => CreateAsync(repository, "HEAD"));

        Assert.Contains("cannot be written beside the checkout", refused.Message, StringComparison.Ordinal);
        Assert.Contains("link", refused.Message, StringComparison.Ordinal);
    }

    private static async Task CreateAsync(Repository repository, string revision) =>
        (await GitCheckout.CreateAsync(repository, revision, TestContext.Current.CancellationToken)).Dispose();

    /// <summary>Three commits: nothing, an old cdk.json, a new one; and a change on top, with packages that git ignores.</summary>
    private async Task<Repository> RepositoryAsync()
    {
        await GitAsync("init", "--quiet");
        Write(".gitignore", "node_modules");
        Write("package-lock.json", "{}");
        await CommitAsync();
        Write("cdk.json", """{"is":"old"}""");
        await CommitAsync();
        Write("cdk.json", """{"is":"new"}""");
        await CommitAsync();
        Write("cdk.json", """{"is":"changed by hand"}""");
        _folder.CreateSubdirectory("node_modules");
        Write("node_modules/.package-lock.json", "{}");
        Write("node_modules/package", "kept");
        return new Repository(_folder.FullName);
    }

    private async Task CommitAsync()
    {
        await GitAsync("add", "--all");
        await GitAsync("-c", "user.name=a", "-c", "user.email=a@a.example", "commit", "--quiet", "--no-gpg-sign", "--message", "any");
    }

    private Task<string> GitAsync(params string[] arguments) =>
        Tool.RunAsync("git", arguments, _folder.FullName, null, TestContext.Current.CancellationToken);

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_folder.FullName, file), text);

    private static Task<string> ReadAsync(string path) => File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
}

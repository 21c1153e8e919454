using Waybill.Cli.Toolchain;

namespace Waybill.Shop.Tests;

/// <summary>A copy of the checkout that is a git repository of one commit, what a pull request is held against. What it builds serves all
/// tests of a class, one after the other.</summary>
public sealed class CommittedCopy : IAsyncLifetime
{
    private readonly CheckoutCopy _copy = new(Repository.Find());

    public string Root => _copy.Root;

    public string Path(string file) => _copy.Path(file);

    public async ValueTask InitializeAsync()
    {
        await GitAsync("init", "--quiet");
        await GitAsync("add", "--all", "--", ".", ":!node_modules");
        await GitAsync("-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "--quiet", "--no-gpg-sign", "--message", "base");
    }

    /// <summary>Changes a file as a pull request does, until it is taken back.</summary>
    public async Task ChangeAsync(string file, Func<string, string> change)
    {
        var before = await File.ReadAllTextAsync(_copy.Path(file));
        var after = change(before);
        Assert.NotEqual(before, after);
        await File.WriteAllTextAsync(_copy.Path(file), after);
    }

    public Task TakeBackAsync() => GitAsync("checkout", "--quiet", "--", ".");

    public ValueTask DisposeAsync()
    {
        _copy.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<string> GitAsync(params string[] words) => Tool.RunAsync("git", words, Root, null, CancellationToken.None);
}

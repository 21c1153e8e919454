using System.Formats.Tar;

namespace Waybill.Cli.Toolchain;

/// <summary>The checkout as a git revision has it, in a folder of its own that goes when this is disposed of; the repository itself is
/// only read.</summary>
internal sealed class GitCheckout : IDisposable
{
    private const string NodePackages = "node_modules";
    private const string NodeLock = "package-lock.json";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("waybill-base-");

    private GitCheckout()
    {
    }

    public Repository Repository => new(_folder.FullName);

    /// <summary>Writes the revision's files.</summary>
    /// <exception cref="UserErrorException">There is no such revision, no git, or no Waybill checkout in the revision.</exception>
    public static async Task<GitCheckout> CreateAsync(Repository repository, string revision, CancellationToken cancellationToken)
    {
        var commit = await CommitAsync(repository, revision, cancellationToken);
        var checkout = new GitCheckout();
        try
        {
            await checkout.WriteAsync(repository, commit, cancellationToken);
            return File.Exists(checkout.Repository.Path("cdk.json"))
                ? checkout
                : throw new UserErrorException($"The revision '{revision}' has no cdk.json: there is nothing in it to synthesize.");
        }
        catch
        {
            checkout.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        // The link alone: what it leads to belongs to the other checkout.
        if (new DirectoryInfo(Repository.Path(NodePackages)) is { LinkTarget: not null } link)
        {
            link.Delete();
        }

        _folder.Delete(recursive: true);
    }

    private static async Task<string> CommitAsync(Repository repository, string revision, CancellationToken cancellationToken)
    {
        await Tool.RunAsync("git", ["--version"], repository.Root, null, cancellationToken);
        try
        {
            string[] verify = ["rev-parse", "--verify", "--quiet", "--end-of-options", $"{revision}^{{commit}}"];
            return (await Tool.RunAsync("git", verify, repository.Root, null, cancellationToken)).Trim();
        }
        catch (UserErrorException)
        {
            throw new UserErrorException(
                $"'{revision}' is neither a folder nor a revision of the git repository around '{repository.Root}'; "
                + "a folder that `cdk synth` wrote, a commit, a branch or a tag is needed.");
        }
    }

    private async Task WriteAsync(Repository repository, string commit, CancellationToken cancellationToken)
    {
        var archive = Repository.Path("revision.tar");
        await Tool.RunAsync("git", ["archive", "--format=tar", $"--output={archive}", commit], repository.Root, null, cancellationToken);
        try
        {
            await TarFile.ExtractToDirectoryAsync(archive, _folder.FullName, overwriteFiles: false, cancellationToken);
        }
        catch (IOException failure)
        {
            // A link that leads out of the checkout, say, which is not followed.
            throw new UserErrorException($"The files of {commit[..8]} cannot be written beside the checkout: {failure.Message}");
        }

        File.Delete(archive);
        if (HasSameNodePackages(repository))
        {
            Directory.CreateSymbolicLink(Repository.Path(NodePackages), repository.Path(NodePackages));
            // The packages are newer than the lock file they were made for, so nothing is installed again, and not through the link.
            File.SetLastWriteTimeUtc(Repository.Path(NodeLock), DateTime.UnixEpoch);
        }
    }

    /// <remarks>On Windows a link needs rights that not everybody has; there they are installed.</remarks>
    private bool HasSameNodePackages(Repository repository) =>
        !OperatingSystem.IsWindows()
        && File.Exists(repository.Path(NodePackages, ".package-lock.json")) && File.Exists(Repository.Path(NodeLock))
        && File.ReadAllBytes(repository.Path(NodeLock)).AsSpan().SequenceEqual(File.ReadAllBytes(Repository.Path(NodeLock)));
}

using Waybill.Cli.Toolchain;

namespace Waybill.Shop.Tests;

/// <summary>A copy of the checkout's files, without what builds leave behind; the installed Node packages are linked.</summary>
internal sealed class CheckoutCopy : IDisposable
{
    private static readonly string[] NotCopied = ["bin", "obj", ".git", ".waybill", "cdk.out", "node_modules", "TestResults"];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("waybill-copy-");

    public CheckoutCopy(Repository repository)
    {
        Copy(new DirectoryInfo(repository.Root), _folder);
        Directory.CreateSymbolicLink(Path("node_modules"), repository.Path("node_modules"));
        // The link is newer than the lock file it was made for, so nothing is installed again.
        File.SetLastWriteTimeUtc(Path("package-lock.json"), DateTime.UnixEpoch);
    }

    public string Root => _folder.FullName;

    public string Path(string file) => System.IO.Path.Combine(Root, file);

    public void Dispose()
    {
        Directory.Delete(Path("node_modules"));
        _folder.Delete(recursive: true);
    }

    private static void Copy(DirectoryInfo from, DirectoryInfo to)
    {
        foreach (var file in from.GetFiles())
        {
            file.CopyTo(System.IO.Path.Combine(to.FullName, file.Name));
        }

        foreach (var folder in from.GetDirectories().Where(folder => !NotCopied.Contains(folder.Name, StringComparer.Ordinal)))
        {
            Copy(folder, to.CreateSubdirectory(folder.Name));
        }
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Waybill.Cli.Toolchain;

/// <summary>Remembers what templates were built and synthesized from, so that neither is done again while nothing of it has
/// changed.</summary>
/// <param name="repository">The checkout.</param>
/// <param name="templates">The folder of the synthesized templates.</param>
internal sealed class PreparedCheckout(Repository repository, string templates)
{
    private static readonly string[] Made = ["bin", "obj", "node_modules", "cdk.out"];
    private static readonly string[] NotRun = ["docs", "tests", "benchmarks", "company", "TestResults"];

    private readonly string _stamp = templates.TrimEnd(Path.DirectorySeparatorChar) + ".from";

    /// <summary>Whether the templates, and the functions in them, are of what is in the checkout now.</summary>
    /// <param name="sources">What <see cref="Sources"/> answers.</param>
    public bool IsCurrent(string sources) =>
        File.Exists(Path.Combine(templates, "manifest.json")) && File.Exists(_stamp) && File.ReadAllText(_stamp) == sources;

    /// <summary>Says so from now on: everything has been built and synthesized.</summary>
    /// <param name="sources">What <see cref="Sources"/> answered before.</param>
    public void Is(string sources) => File.WriteAllText(_stamp, sources);

    /// <summary>Nobody knows any more, until it is said again: a build that is ended in the middle leaves neither this nor that.</summary>
    public void IsNot()
    {
        // In a fresh clone there is not even its folder.
        if (File.Exists(_stamp))
        {
            File.Delete(_stamp);
        }
    }

    /// <summary>A hash of every source's path, length and time of change, and of what else decides what is built.</summary>
    public string Sources()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{Environment.Version} {Environment.GetEnvironmentVariable("AwsPackages")}\n"));
        foreach (var file in Files().OrderBy(file => file.FullName, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture, $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}\n")));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private IEnumerable<FileInfo> Files()
    {
        var root = new DirectoryInfo(repository.Root);
        return root.EnumerateFiles().Where(file => file.Extension != ".md").Concat(root.EnumerateDirectories()
            .Where(folder => !NotRun.Contains(folder.Name, StringComparer.Ordinal) && IsSource(folder)).SelectMany(Below));
    }

    private static IEnumerable<FileInfo> Below(DirectoryInfo folder) =>
        folder.EnumerateFiles().Concat(folder.EnumerateDirectories().Where(IsSource).SelectMany(Below));

    private static bool IsSource(DirectoryInfo folder) =>
        folder.Name[0] != '.' && !Made.Contains(folder.Name, StringComparer.Ordinal);
}

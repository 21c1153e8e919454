using Waybill.Cli.Toolchain;

namespace Waybill.Cli.Commands.Catalog;

/// <summary>The synthesized templates that catalog commands read.</summary>
internal static class Templates
{
    private const string Environment = "dev";

    /// <summary>The folder <c>cdk.out</c>, synthesized when it is missing or older than what it is made from.</summary>
    public static Task<string> FreshAsync(Repository repository, CancellationToken cancellationToken) =>
        FreshAsync(repository, Environment, repository.Path("cdk.out"), cancellationToken);

    /// <summary>A folder with the templates of an environment, synthesized likewise.</summary>
    /// <remarks>Progress goes to standard error: standard output is the report, which a program may read.</remarks>
    public static async Task<string> FreshAsync(
        Repository repository, string environment, string output, CancellationToken cancellationToken)
    {
        if (!IsFresh(repository, new FileInfo(Path.Combine(output, "manifest.json"))))
        {
            await Workbench.Beside(repository).PrepareAsync(environment, output, SynthesisUse.Read, build: true, cancellationToken);
        }

        return output;
    }

    /// <remarks>Rules are written in <c>infra/</c> and configured in <c>cdk.json</c>; nothing else decides who hears what.</remarks>
    private static bool IsFresh(Repository repository, FileInfo manifest) =>
        manifest.Exists
            && Directory.EnumerateFiles(repository.Path("infra"), "*.cs", SearchOption.AllDirectories).Append(repository.Path("cdk.json"))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .All(file => File.GetLastWriteTimeUtc(file) <= manifest.LastWriteTimeUtc);
}

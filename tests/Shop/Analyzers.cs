using Waybill.Cli.Toolchain;

namespace Waybill.Shop.Tests;

/// <summary>
/// What tests copy of this repository is built without analyzers, which take longer than all the rest: they have had their say in the
/// repository's own build. What tests add to it is shown to them afterwards.
/// </summary>
internal static class Analyzers
{
    /// <summary>The environment of a command that builds without them.</summary>
    public static readonly IReadOnlyDictionary<string, string> Left =
        new Dictionary<string, string>(StringComparer.Ordinal) { ["RunAnalyzers"] = "false" };

    /// <summary>Builds these projects once more, with analyzers.</summary>
    public static async Task CheckAsync(string root, IEnumerable<string> projects)
    {
        foreach (var project in projects)
        {
            await Tool.RunAsync(
                "dotnet", ["build", project, "--no-dependencies", "--no-incremental", "--nologo", "-p:RunAnalyzers=true"], root, null,
                TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The folder of the project that a file is part of.</summary>
    public static string ProjectOf(string root, string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        while (Directory.GetFiles(Path.Combine(root, folder), "*.csproj").Length == 0)
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}

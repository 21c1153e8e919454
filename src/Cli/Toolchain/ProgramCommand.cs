namespace Waybill.Cli.Toolchain;

/// <summary>How a program is started: a .NET project, by its folder in the checkout, or else a command line.</summary>
internal sealed record ProgramCommand(string? Project, IReadOnlyList<string> CommandLine)
{
    public static string[] ProjectFiles(string folder) => Directory.Exists(folder) ? Directory.GetFiles(folder, "*.csproj") : [];

    /// <summary>The executable and its arguments.</summary>
    /// <exception cref="UserErrorException">The project is not built.</exception>
    public IReadOnlyList<string> Words(Repository repository, string configuration) => Project is null
        ? CommandLine
        : ["dotnet", Built(repository, Project, configuration)];

    /// <summary>An assembly may have another name than its project, but that is how it ends.</summary>
    private static string Built(Repository repository, string project, string configuration)
    {
        const string Runnable = ".runtimeconfig.json";
        var name = Path.GetFileNameWithoutExtension(ProjectFiles(repository.Path(project))[0]);
        var folder = new DirectoryInfo(repository.Path(project, "bin", configuration, "net10.0"));
        return folder.Exists && folder.GetFiles($"*{name}{Runnable}") is [{ FullName: var file }]
            ? file[..^Runnable.Length] + ".dll"
            : throw new UserErrorException($"There is no built program in {folder.FullName}. Build it: dotnet build {project}");
    }
}

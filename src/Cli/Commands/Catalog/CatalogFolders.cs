using System.CommandLine;

namespace Waybill.Cli.Commands.Catalog;

/// <summary>Options that say where things are; by default everything is where this repository has it.</summary>
internal static class CatalogFolders
{
    public static Option<string?> Catalog() => new("--catalog") { Description = "Folder of the catalog. Default: events-catalog." };

    public static Option<string?> Template() => new("--template")
    {
        Description = "Folder with synthesized templates. Default: cdk.out, synthesized anew when infra/ or cdk.json has changed since.",
    };

    public static Option<string?> Functions() => new("--functions") { Description = "Folder of the consumers' source, a folder a team. Default: functions." };

    /// <summary>The day that decides about sunsets, the same in every time zone.</summary>
    public static DateOnly Today() => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    /// <summary>What the user typed is meant from where they stand.</summary>
    /// <exception cref="UserErrorException">There is no such folder.</exception>
    public static string? Given(string? folder) => folder is null ? null
        : Directory.Exists(folder) ? Path.GetFullPath(folder)
        : throw new UserErrorException($"There is no folder '{Path.GetFullPath(folder)}'.");
}

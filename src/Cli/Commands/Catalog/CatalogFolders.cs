using System.CommandLine;
using Waybill.Catalog;
using Waybill.Cli.Toolchain;

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

    /// <summary>What the user typed is meant from where they stand.</summary>
    /// <exception cref="UserErrorException">There is no such folder.</exception>
    public static string? Given(string? folder) => folder is null ? null
        : Directory.Exists(folder) ? Path.GetFullPath(folder)
        : throw new UserErrorException($"There is no folder '{Path.GetFullPath(folder)}'.");

    /// <summary>The catalog, for commands that can only work with a whole one.</summary>
    /// <exception cref="UserErrorException">Something in it is wrong.</exception>
    public static EventCatalog Load(string folder)
    {
        try
        {
            return EventCatalog.Load(folder);
        }
        catch (CatalogException broken)
        {
            throw new UserErrorException(broken.Message);
        }
    }

    /// <summary>A folder as the repository names it.</summary>
    public static string InRepository(Repository repository, string folder) => Path.GetRelativePath(repository.Root, folder).Replace('\\', '/');
}

using System.CommandLine;
using Waybill.Catalog;
using Waybill.Catalog.Checking;
using Waybill.Catalog.Reading;
using Waybill.Cli.Toolchain;

namespace Waybill.Cli.Commands.Catalog;

/// <summary>Options that say where things are; by default everything is where this repository has it.</summary>
internal sealed class CatalogFolders
{
    private readonly Option<string?> _catalog = Catalog();

    private readonly Option<string?> _templates = new("--template")
    {
        Description = "Folder with synthesized templates. Default: cdk.out, synthesized anew when infra/ or cdk.json has changed since.",
    };

    private readonly Option<string?> _functions = new("--functions")
    {
        Description = "Folder of the consumers' source, a folder a team. Default: functions.",
    };

    /// <summary>Gives a command all of them.</summary>
    public CatalogFolders(Command command)
    {
        command.Options.Add(_catalog);
        command.Options.Add(_templates);
        command.Options.Add(_functions);
    }

    public static Option<string?> Catalog() => new("--catalog") { Description = "Folder of the catalog. Default: events-catalog." };

    /// <summary>The catalog that was given, else the repository's.</summary>
    /// <exception cref="UserErrorException">There is no such folder.</exception>
    public static string Given(ParseResult arguments, Option<string?> option, string otherwise) =>
        arguments.GetValue(option) is not { } folder ? otherwise
        : Directory.Exists(folder) ? Path.GetFullPath(folder)
        : throw new UserErrorException($"There is no folder '{Path.GetFullPath(folder)}'.");

    /// <summary>The catalog, for commands that can only work with a whole one.</summary>
    /// <exception cref="UserErrorException">Something in it is wrong.</exception>
    public static EventCatalog Load(string folder)
    {
        try
        {
            return CatalogReader.Load(folder);
        }
        catch (CatalogException broken)
        {
            throw new UserErrorException(broken.Message);
        }
    }

    /// <summary>What was given, with templates synthesized anew where none were and the old ones are out of date.</summary>
    public async Task<CheckedFolders> ReadAsync(Repository repository, ParseResult arguments, CancellationToken cancellationToken) =>
        Read(repository, arguments) with
        {
            Templates = arguments.GetValue(_templates) is null
            ? await Templates.FreshAsync(repository, cancellationToken)
            : Given(arguments, _templates, ""),
        };

    /// <summary>The same without templates.</summary>
    public CheckedFolders Read(Repository repository, ParseResult arguments) => new(repository.Root)
    {
        Catalog = Given(arguments, _catalog, "events-catalog"),
        Functions = Given(arguments, _functions, "functions"),
    };

    /// <summary>A folder as the repository names it.</summary>
    public static string InRepository(Repository repository, string folder) =>
        Path.GetRelativePath(repository.Root, folder).Replace('\\', '/');
}

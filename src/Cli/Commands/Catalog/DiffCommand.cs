using System.CommandLine;
using Spectre.Console;
using Waybill.Catalog.Checking;
using Waybill.Catalog.Compatibility;
using Waybill.Catalog.Compatibility.Base;
using Waybill.Cli.Toolchain;

namespace Waybill.Cli.Commands.Catalog;

/// <summary><c>waybill catalog diff BASE</c>: what every change of a schema since then means for those who read the event.</summary>
internal static class DiffCommand
{
    public static Command Create(IAnsiConsole console)
    {
        var @base = new Argument<string>("base") { Description = "A git revision (main, v1.4, HEAD~1), or a folder with a catalog." };
        var (catalog, templates, functions, format) = (CatalogFolders.Catalog(), CatalogFolders.Template(), CatalogFolders.Functions(), FindingOutput.Format());
        var command = new Command("diff", "Compare the catalog with an earlier one: which changes break whom; exit code 1 when one breaks somebody.")
        {
            @base, catalog, templates, functions, format,
        };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var repository = Repository.Find();
            var folders = new CheckedFolders(repository.Root)
            {
                Catalog = CatalogFolders.Given(arguments.GetValue(catalog)) ?? "events-catalog",
                Functions = CatalogFolders.Given(arguments.GetValue(functions)) ?? "functions",
                Templates = CatalogFolders.Given(arguments.GetValue(templates)) ?? await Templates.FreshAsync(repository, cancellationToken),
            };
            var before = await ReadBaseAsync(arguments.GetValue(@base)!, Path.GetFullPath(folders.Catalog, repository.Root), cancellationToken);
            var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
            return FindingOutput.Print(console, CatalogDiff.Run(folders, before, today), arguments.GetValue(format));
        });
        return command;
    }

    private static async Task<IReadOnlyDictionary<string, byte[]>> ReadBaseAsync(string @base, string catalog, CancellationToken cancellationToken)
    {
        try
        {
            return Directory.Exists(@base) ? CatalogTree.Read(@base) : await GitTree.ReadAsync(catalog, @base, cancellationToken);
        }
        catch (BaseNotFoundException missing)
        {
            throw new UserErrorException(missing.Message);
        }
    }
}

using System.CommandLine;
using Spectre.Console;
using Waybill.Catalog.Checking;
using Waybill.Cli.Toolchain;

namespace Waybill.Cli.Commands.Catalog;

/// <summary><c>waybill catalog check</c>: holds the catalog, the synthesized rules and the consumers' records against each other.</summary>
internal static class CheckCommand
{
    public static Command Create(IAnsiConsole console)
    {
        var (catalog, templates, functions, format) = (CatalogFolders.Catalog(), CatalogFolders.Template(), CatalogFolders.Functions(), FindingOutput.Format());
        var command = new Command("check", "Say everything that is wrong between the catalog, the rules and the consumers; exit code 1 on errors.")
        {
            catalog, templates, functions, format,
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
            return FindingOutput.Print(console, CatalogCheck.Run(folders, CatalogFolders.Today()), arguments.GetValue(format));
        });
        return command;
    }
}

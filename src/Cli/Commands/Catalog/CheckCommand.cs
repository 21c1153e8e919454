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
        var format = FindingOutput.Format();
        var command = new Command(
            "check", "Say everything that is wrong between the catalog, the rules and the consumers; exit code 1 on errors.");
        var folders = new CatalogFolders(command);
        command.Options.Add(format);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var given = await folders.ReadAsync(Repository.Find(), arguments, cancellationToken);
            var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
            return FindingOutput.Print(console, CatalogCheck.Run(given, today), arguments.GetValue(format));
        });
        return command;
    }
}

using System.CommandLine;
using Spectre.Console;

namespace Waybill.Cli.Commands.Catalog;

/// <summary><c>waybill catalog …</c>: what holds the events catalog to its promises, one subcommand a file.</summary>
internal static class CatalogCommand
{
    public static Command Create(IAnsiConsole console) => new("catalog", "Check, compare and use the events catalog.")
    {
        CheckCommand.Create(console),
        DiffCommand.Create(console),
        ImpactCommand.Create(console),
        SyncCommand.Create(console),
        ProposalCommand.Create(console),
        CodeOwnersCommand.Create(console),
        ExportCommand.Create(console),
    };
}

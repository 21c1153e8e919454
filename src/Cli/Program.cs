using System.CommandLine;
using Spectre.Console;
using Waybill.Cli;
using Waybill.Cli.Commands;
using Waybill.Cli.Commands.Catalog;
using Waybill.Cli.Commands.Deploying;
using Waybill.Cli.Commands.New;
using Waybill.Cli.Commands.Operating;
using Waybill.Cli.Commands.Planning;
using Waybill.Local.Machine;
using Waybill.Operations.Accounts;
using Waybill.WebConsole.Setup;

var console = Screen.Out;
var root = new RootCommand("Waybill: an event bus for .NET teams, on a laptop as in an account.")
{
    UpCommand.Create(console),
    CatalogCommand.Create(console),
    NewCommand.Create(console),
    PatternsCommand.Create(),
    DeployCheckCommand.Create(console),
    PlanCommand.Create(console),
};
foreach (var verb in OperatorCommands.Create(console))
{
    root.Add(verb);
}

try
{
    if (!root.Subcommands.Any(command => command.Name == args.FirstOrDefault()))
    {
        foreach (var command in PlayerCommands.Create(console))
        {
            root.Add(command);
        }
    }

    return await root.Parse(args).InvokeAsync(
        new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
}
catch (Exception e) when (e is UserErrorException or LaptopStartException or ConsoleStartException or OperationException)
{
    console.MarkupLineInterpolated($"[red]error:[/] {e.Message}");
    return 1;
}
catch (OperationCanceledException)
{
    return 130;
}

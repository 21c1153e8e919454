using System.CommandLine;
using Spectre.Console;
using Waybill.Cli.Toolchain;

namespace Waybill.Cli.Commands;

/// <summary><c>waybill up</c>: builds, synthesizes and starts everything, plays a day, prints what happened, and stays up.</summary>
internal static class UpCommand
{
    public static Command Create(IAnsiConsole console)
    {
        var once = new Option<bool>("--once") { Description = "Play the day in a fresh shop and stop; exit code 0 when everything that had to happen did." };
        var orders = new Option<string[]>("--orders")
        {
            Description = "Files to play instead of the sample day: Online Retail .csv, and .jsonl scripts.",
            AllowMultipleArgumentsPerToken = true,
        };
        var environment = new Option<string>("--env") { Description = "The environment of cdk.json whose stacks are run.", DefaultValueFactory = _ => "dev" };
        var data = new Option<string?>("--data") { Description = "Folder of the shop's state. Default: .waybill/data, or with --once a new one that is removed." };
        var noBuild = new Option<bool>("--no-build") { Description = "Run what was built last." };
        var dynamo = new Option<Uri?>("--dynamodb") { Description = "Use this DynamoDB-compatible endpoint instead of starting dynalite." };
        var (ledger, chaos, seed, port) = (Arguments.LedgerFile(), Arguments.Chaos(), Arguments.Seed(), Arguments.Port());
        var command = new Command("up", "Start the shop on this laptop and play a day in it.")
        {
            once, orders, environment, data, noBuild, dynamo, ledger, chaos, seed, port,
        };
        command.SetAction((arguments, cancellationToken) => new Shop(console, Repository.Find()).RunAsync(
            new ShopOptions
            {
                Once = arguments.GetValue(once),
                Orders = arguments.GetValue(orders) ?? [],
                Environment = arguments.GetValue(environment)!,
                DataFolder = arguments.GetValue(data),
                Build = !arguments.GetValue(noBuild),
                DynamoDb = arguments.GetValue(dynamo),
                LedgerFile = arguments.GetValue(ledger),
                Chaos = Arguments.ToChaos(arguments.GetValue(chaos), arguments.GetValue(seed)),
                Port = arguments.GetValue(port),
            },
            cancellationToken));
        return command;
    }
}

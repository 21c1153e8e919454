using System.CommandLine;
using Spectre.Console;
using Waybill.Cli.Playing;

namespace Waybill.Cli.Commands;

/// <summary><c>waybill play FILE.csv…</c>: plays orders in the running shop and prints the ledger.</summary>
internal static class PlayCommand
{
    public static Command Create(IAnsiConsole console)
    {
        var files = new Argument<string[]>("files")
        {
            Description = "Online Retail .csv files, and .jsonl scripts of further events.",
            Arity = ArgumentArity.OneOrMore,
        };
        var (ledger, chaos, seed, port) = (Arguments.LedgerFile(), Arguments.Chaos(), Arguments.Seed(), Arguments.Port());
        var command = new Command("play", "Play orders from files in the running shop, and print what came of them.") { files, ledger, chaos, seed, port };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var day = Arguments.ReadDay(arguments.GetValue(files)!);
            using var laptop = new LaptopClient(Arguments.Endpoint(arguments.GetValue(port)));
            await laptop.SetChaosAsync(Arguments.ToChaos(arguments.GetValue(chaos), arguments.GetValue(seed)), cancellationToken);
            var played = await Play.RunAsync(laptop, day, console, cancellationToken);
            LedgerPrinter.Print(console, day, played);
            if (arguments.GetValue(ledger) is { } file)
            {
                played.WriteTo(file);
            }
        });
        return command;
    }
}

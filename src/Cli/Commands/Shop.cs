using Spectre.Console;
using Waybill.Cli.Playing;
using Waybill.Cli.Toolchain;
using Waybill.Local;

namespace Waybill.Cli.Commands;

/// <summary>The shop on this laptop, from building it to its last message.</summary>
internal sealed class Shop(IAnsiConsole console, Repository repository)
{
    /// <returns>0 when everything that had to happen did (with <c>--once</c>), or when it was ended by hand.</returns>
    public async Task<int> RunAsync(ShopOptions options, CancellationToken cancellationToken)
    {
        var day = Arguments.ReadDay(options.Orders.Count > 0 ? options.Orders : [SampleFile("orders.csv"), SampleFile("events.jsonl")]);
        var templates = repository.Path(".waybill", "cdk.out", options.Environment);
        await new Workbench(repository, console, TimeProvider.System).PrepareAsync(options.Environment, templates, options.Build, cancellationToken);
        using var data = DataFolder.For(options, repository);
        await using var laptop = await StartAsync(options, templates, data.Path, cancellationToken);
        console.MarkupLineInterpolated($"[green]•[/] Every AWS API of the shop is at [bold]{laptop.Endpoint}[/]");
        try
        {
            var violations = await PlayAsync(options, day, laptop.Endpoint, cancellationToken);
            if (options.Once)
            {
                return violations == 0 ? 0 : 1;
            }

            console.MarkupLine("The shop stays up; play more with [bold]waybill play FILE.csv[/], end it with Ctrl-C.");
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && !options.Once)
        {
            console.WriteLine("Closing the shop.");
        }

        return 0;
    }

    private string SampleFile(string name) => repository.Path("src", "Cli", "SampleDay", name);

    private async Task<int> PlayAsync(ShopOptions options, ShopDay day, Uri endpoint, CancellationToken cancellationToken)
    {
        using var client = new LaptopClient(endpoint);
        await client.SetChaosAsync(options.Chaos, cancellationToken);
        var ledger = await Play.RunAsync(client, day, console, cancellationToken);
        LedgerPrinter.PrintMails(console, await client.MailsAsync(cancellationToken));
        LedgerPrinter.Print(console, day, ledger);
        if (options.LedgerFile is { } file)
        {
            ledger.WriteTo(file);
        }

        // Effects of earlier days stay in a shop that is kept, so only a fresh one can be held to a single day.
        var violations = options.Once ? Expectation.Of(day).Violations(ledger) : [];
        foreach (var violation in violations)
        {
            console.MarkupLineInterpolated($"[red]not as it must be:[/] {violation}");
        }

        return violations.Count;
    }

    private Task<Laptop> StartAsync(ShopOptions options, string templates, string dataFolder, CancellationToken cancellationToken) =>
        console.Status().StartAsync("Starting the shop", async _ => await Laptop.StartAsync(
            new LaptopOptions
            {
                CdkOut = templates,
                DataFolder = dataFolder,
                NodeFolder = repository.Root,
                Port = options.Port,
                DynamoDbEndpoint = options.DynamoDb,
                LogProcessIds = !options.Once,
                OnFunctionLine = new FunctionLog(console).Print,
                OnWarning = warning => console.MarkupLineInterpolated($"[yellow]warning:[/] {warning}"),
                OnAlarm = alarm => console.MarkupLineInterpolated($"[yellow]alarm[/] {alarm.Name}: {alarm.From} → [bold]{alarm.To}[/]: {alarm.Reason}"),
            },
            cancellationToken));
}

using System.CommandLine;
using Spectre.Console;
using Waybill.Cli;
using Waybill.Local.Machine;
using Waybill.Shop.Benchmarks;

var console = AnsiConsole.Console;
if (!console.Profile.Out.IsTerminal)
{
    console.Profile.Width = 160;
}

var orders = new Option<int>("--orders")
{
    Description = "Orders played in the whole shop; one consumer alone is given ten times as many.",
    DefaultValueFactory = _ => 500,
};
orders.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() is < 1 or > 10_000)
    {
        result.AddError($"--orders is '{string.Join(' ', result.Tokens)}', expected a number from 1 to 10000.");
    }
});
var starts = new Option<bool>("--starts")
{
    Description = "Only how one function starts, packed in each way: JIT, ReadyToRun, native.",
};
var root = new RootCommand("Measures the shop on this machine: throughput, DynamoDB requests per event, start of functions.")
{
    orders, starts,
};
root.SetAction(async (arguments, cancellationToken) =>
{
    try
    {
        var measurement = new Measurement(console);
        await (arguments.GetValue(starts)
            ? measurement.StartsAsync(cancellationToken)
            : measurement.RunAsync(arguments.GetValue(orders), cancellationToken));
        return 0;
    }
    catch (Exception wrong) when (wrong is UserErrorException or LaptopStartException)
    {
        await Console.Error.WriteLineAsync(wrong.Message);
        return 1;
    }
    catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
    {
        return 130;
    }
});
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });

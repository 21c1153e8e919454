using System.CommandLine;
using Waybill.Local.Benchmarks;

if (args is [Server.Command, var cdkOut, var dataFolder])
{
    return await Server.RunAsync(cdkOut, dataFolder, CancellationToken.None);
}

var turns = new Option<int>("--turns") { Description = "How often everything is measured.", DefaultValueFactory = _ => 5 };
var calls = new Option<int>("--calls") { Description = "PutEvents calls of a turn.", DefaultValueFactory = _ => 2_000 };
var only = new Option<string>("--only") { Description = "'throughput', 'start' or 'operations'; all when not given." };
only.AcceptOnlyFromAmong("throughput", "start", "operations");
var root = new RootCommand("Measures the laptop's bus: PutEvents beside SQLite alone, starts, and what an operator waits for.")
{
    turns, calls, only,
};
root.SetAction(async (arguments, cancellationToken) =>
{
    var folder = Directory.CreateTempSubdirectory("waybill-benchmark-").FullName;
    try
    {
        var measurement = new Measurement(arguments.GetValue(turns), arguments.GetValue(calls), Console.Out);
        if (arguments.GetValue(only) is null or "throughput")
        {
            await measurement.ThroughputAsync(folder, cancellationToken);
        }

        if (arguments.GetValue(only) is null or "start")
        {
            await measurement.StartAsync(Path.Combine(folder, "start"), rules: 10_000, queues: 1_000, cancellationToken);
        }

        if (arguments.GetValue(only) is null or "operations")
        {
            await new OperatorMeasurement(arguments.GetValue(turns), Console.Out).RunAsync(folder, cancellationToken);
        }
    }
    finally
    {
        Directory.Delete(folder, recursive: true);
    }
});
return await root.Parse(args).InvokeAsync();

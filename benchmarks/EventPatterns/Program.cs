using System.CommandLine;
using BenchmarkDotNet.Running;
using Waybill.EventPatterns.Benchmarks;

if (args is not ["run" or "verify" or "sizes" or "--help", ..])
{
    BenchmarkSwitcher.FromAssembly(typeof(WorkloadRun).Assembly).Run(args);
    return 0;
}

try
{
    var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false };
    var root = new RootCommand("Measures and verifies the matching engine; with other arguments: BenchmarkDotNet.")
    {
        Commands.Run(), Commands.Verify(), Commands.Sizes(),
    };
    return root.Parse(args).Invoke(configuration);
}
catch (InvalidDataException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 1;
}

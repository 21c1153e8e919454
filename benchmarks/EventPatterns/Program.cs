using System.Globalization;
using BenchmarkDotNet.Running;
using Waybill.EventPatterns.Benchmarks;

const string Usage = "run RULES.jsonl EVENTS.jsonl [--threads N] [--seconds S] [--unchecked]   a whole workload; without arguments: BenchmarkDotNet";

if (args is not ["run", ..])
{
    BenchmarkSwitcher.FromAssembly(typeof(WorkloadRun).Assembly).Run(args);
    return 0;
}

if (args is not [_, var rules, var events, .. var options] || !File.Exists(rules) || !File.Exists(events))
{
    Console.Error.WriteLine($"Two files are needed: {Usage}");
    return 1;
}

var run = new WorkloadRun(rules, events)
{
    Threads = Number("--threads", 1),
    Seconds = Number("--seconds", 2),
    IsUnchecked = options.Contains("--unchecked"),
};
Console.WriteLine(run.Measure().ToJson());
return 0;

int Number(string option, int otherwise) =>
    Array.IndexOf(options, option) is >= 0 and var at && at + 1 < options.Length ? int.Parse(options[at + 1], CultureInfo.InvariantCulture) : otherwise;

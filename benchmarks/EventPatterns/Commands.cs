using System.CommandLine;
using Waybill.EventPatterns.Benchmarks.Sizes;

namespace Waybill.EventPatterns.Benchmarks;

/// <summary>What can be asked of this program on the command line; the last line of each answer is JSON.</summary>
internal static class Commands
{
    public static Command Run()
    {
        var (rules, events) = Files();
        var threads = AtLeast("--threads", 1, 1, "Threads that match at the same time, each all events.");
        var seconds = AtLeast("--seconds", 0, 2, "How long to measure at least, after as long again to warm up.");
        var isUnchecked = new Option<bool>("--unchecked") { Description = "Each match checks the event itself." };
        var command = new Command("run", "Measures a workload.") { rules, events, threads, seconds, isUnchecked };
        command.SetAction(arguments =>
        {
            var run = new WorkloadRun(arguments.GetValue(rules)!.FullName, arguments.GetValue(events)!.FullName)
            {
                Threads = arguments.GetValue(threads),
                Seconds = arguments.GetValue(seconds),
                IsUnchecked = arguments.GetValue(isUnchecked),
            };
            Console.WriteLine(run.Measure().ToJson());
        });
        return command;
    }

    public static Command Verify()
    {
        var (rules, events) = Files();
        var most = AtLeast("--events", 1, int.MaxValue, "How many events to look at, at most.");
        var command = new Command("verify", "Holds the engine's answers against the reference evaluator's.") { rules, events, most };
        command.SetAction(arguments =>
        {
            var verification = new Verification([.. Workload.Rules(arguments.GetValue(rules)!.FullName)], Console.Out);
            var result = verification.Run(Workload.Lines(arguments.GetValue(events)!.FullName).Take(arguments.GetValue(most)));
            Console.WriteLine(result.ToJson());
            return result.Differences == 0 ? 0 : 1;
        });
        return command;
    }

    public static Command Sizes()
    {
        var picture = new Option<FileInfo?>("--out") { Description = "Where to draw the first table, as SVG." };
        var largest = AtLeast("--largest", 1, 1024, "How many KB the largest events have, about.");
        var milliseconds = AtLeast("--milliseconds", 0, 400, "How long to measure each event at least, checked before and not.");
        var only = new Option<string>("--only") { Description = "Only families whose name contains this.", DefaultValueFactory = _ => "" };
        var command = new Command("sizes", "Measures events that are hard to match, as a function of their size.")
        {
            picture, largest, milliseconds, only,
        };
        command.SetAction(arguments =>
        {
            var report = SizeReport.Measure(
                Families(arguments.GetValue(only)!), arguments.GetValue(largest) * 1024, arguments.GetValue(milliseconds));
            report.Print(Console.Out);
            if (arguments.GetValue(picture) is { } file)
            {
                SizePicture.Write(report, file.FullName);
            }

            Console.WriteLine(report.ToJson());
        });
        return command;
    }

    private static SizeFamily[] Families(string only) =>
        SizeFamily.All.Where(family => family.Name.Contains(only, StringComparison.Ordinal)).ToArray() is { Length: > 0 } families
        ? families
        : throw new InvalidDataException(
            $"--only is '{only}', expected a part of one of: {string.Join(", ", SizeFamily.All.Select(family => family.Name))}.");

    private static (Argument<FileInfo> Rules, Argument<FileInfo> Events) Files() => (
        new Argument<FileInfo>("rules") { Description = """A file of lines {"name", "pattern"}.""" }.AcceptExistingOnly(),
        new Argument<FileInfo>("events") { Description = "A file of events, one JSON a line." }.AcceptExistingOnly());

    private static Option<int> AtLeast(string name, int least, int otherwise, string description)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => otherwise };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < least)
            {
                result.AddError($"{name} is '{string.Join(' ', result.Tokens)}', expected a whole number from {least} on.");
            }
        });
        return option;
    }
}

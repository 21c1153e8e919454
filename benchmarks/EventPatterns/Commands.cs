using System.CommandLine;

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

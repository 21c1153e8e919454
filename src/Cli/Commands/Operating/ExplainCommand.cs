using System.CommandLine;
using Spectre.Console;
using Waybill.Operations;
using Waybill.Operations.Accounts;
using Waybill.Operations.Explaining;

namespace Waybill.Cli.Commands.Operating;

/// <summary><c>waybill explain</c>: what each rule says to an event, and why.</summary>
internal static class ExplainCommand
{
    private const long LargestFile = 1_048_576;

    public static Command Create(IAnsiConsole console)
    {
        var what = new Argument<string>("EVENT")
        {
            Description = "A file with an event as EventBridge hands it over, or the id of one that lies dead.",
        };
        var rule = new Option<string?>("--rule") { Description = "Ask only the rule of this name.", HelpName = "NAME" };
        var verb = new Verb(
            "explain", "What each rule says to an event: match, or the field that said no, what it wanted and what it saw.");
        verb.Command.Arguments.Add(what);
        verb.Command.Options.Add(rule);
        return verb.Does(async (account, arguments, cancellationToken) =>
        {
            var @event = await EventAsync(account, arguments.GetValue(what)!, cancellationToken);
            var answers = await account.Rules.AskAsync(@event, arguments.GetValue(rule), cancellationToken);
            if (verb.IsJson(arguments))
            {
                Verb.Print(console, answers, OperationsJson.Default.IReadOnlyListRuleAnswer);
            }
            else
            {
                Print(console, answers);
            }

            return 0;
        });
    }

    private static async Task<string> EventAsync(Operator account, string given, CancellationToken cancellationToken)
    {
        if (!File.Exists(given))
        {
            return await account.Rules.FindAsync(given, cancellationToken) ?? throw new OperationException(
                $"'{given}' is neither a file nor the id of an event that lies dead. An account keeps no other events where they can be "
                + $"read; where this one is says: waybill trace {given}");
        }

        return new FileInfo(given).Length <= LargestFile
            ? await File.ReadAllTextAsync(given, cancellationToken)
            : throw new OperationException($"{given} is larger than an event can be: {LargestFile} bytes.");
    }

    private static void Print(IAnsiConsole console, IReadOnlyList<RuleAnswer> answers)
    {
        foreach (var answer in answers)
        {
            var consumers = answer.Consumers.Count == 0 ? "" : $" → {string.Join(", ", answer.Consumers)}";
            if (answer.Matches)
            {
                console.MarkupLineInterpolated($"[green]match[/] {answer.Rule} on {answer.Bus}{consumers}");
            }
            else
            {
                console.MarkupLineInterpolated($"[grey]no[/]    {answer.Rule} on {answer.Bus}{consumers}: {answer.Reason}");
            }
        }
    }
}

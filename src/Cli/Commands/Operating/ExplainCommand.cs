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
            Description = "A file with an event as EventBridge hands it over, or the id of an event of the account.",
        };
        var rule = new Option<string?>("--rule") { Description = "Ask only the rule of this name.", HelpName = "NAME" };
        var verb = new Verb(
            "explain", "What each rule says to an event: match, or the field that said no, what it wanted and what it saw.");
        verb.Command.Arguments.Add(what);
        verb.Command.Options.Add(rule);
        return verb.Does(async (account, arguments, cancellationToken) =>
        {
            var explanation = await ExplainAsync(account, arguments.GetValue(what)!, arguments.GetValue(rule), cancellationToken);
            if (verb.IsJson(arguments))
            {
                Verb.Print(console, explanation, OperationsJson.Default.Explanation);
            }
            else
            {
                Print(console, explanation, verb.Suffix(arguments));
            }

            return 0;
        });
    }

    private static async Task<Explanation> ExplainAsync(Operator account, string given, string? rule, CancellationToken cancellationToken)
    {
        if (!File.Exists(given))
        {
            return await account.Rules.OfIdAsync(given, rule, cancellationToken);
        }

        return new FileInfo(given).Length <= LargestFile
            ? await account.Rules.OfEventAsync(await File.ReadAllTextAsync(given, cancellationToken), rule, cancellationToken)
            : throw new OperationException($"{given} is larger than an event can be: {LargestFile} bytes.");
    }

    private static void Print(IAnsiConsole console, Explanation explanation, string suffix)
    {
        Print(console, explanation.Rules);
        if (!explanation.IsWhole)
        {
            console.MarkupLine("[yellow]Only its source and type are known:[/] a rule that matches may ask for more, and have said no.");
        }

        if (explanation.Now is { } now)
        {
            console.WriteLine("Where it is now:");
            console.Write(TraceView.Of(now, suffix));
        }
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

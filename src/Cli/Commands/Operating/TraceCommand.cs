using System.CommandLine;
using Spectre.Console;
using Waybill.Operations;

namespace Waybill.Cli.Commands.Operating;

/// <summary><c>waybill trace</c>: what happened because of what, and where it stands.</summary>
internal static class TraceCommand
{
    private static readonly TimeSpan UsualTime = TimeSpan.FromDays(1);

    public static Command Create(IAnsiConsole console)
    {
        var id = new Argument<string>("ID")
        {
            Description = "An event's id, a correlation id, or what events are about, such as an account's number.",
        };
        var since = Durations.Option("--since", "How far back to look. Default: 1d.");
        var html = new Option<FileInfo?>("--html")
        {
            Description = "Write one self-contained page with the tree as a picture.",
            HelpName = "FILE",
        };
        var verb = new Verb(
            "trace", "What happened because of what: who published, which rule took it to whom, what became of it, where it lies.");
        verb.Command.Arguments.Add(id);
        verb.Command.Options.Add(since);
        verb.Command.Options.Add(html);
        return verb.Does(async (account, arguments, cancellationToken) =>
        {
            var trace = await account.Trace.ReadAsync(arguments.GetValue(id)!, arguments.GetValue(since) ?? UsualTime, cancellationToken);
            if (verb.IsJson(arguments))
            {
                Verb.Print(console, trace, OperationsJson.Default.Trace);
            }
            else
            {
                console.Write(TraceView.Of(trace, verb.Suffix(arguments)));
            }

            if (arguments.GetValue(html) is { } file)
            {
                await File.WriteAllTextAsync(file.FullName, TracePage.Of(trace), cancellationToken);
                console.MarkupLineInterpolated($"[green]•[/] {file.FullName}");
            }

            return 0;
        });
    }
}

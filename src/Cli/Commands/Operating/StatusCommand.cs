using System.CommandLine;
using Spectre.Console;
using Waybill.Operations;

namespace Waybill.Cli.Commands.Operating;

/// <summary><c>waybill status</c>: how each consumer is doing; exit code 2 when something is dead or an alarm is on.</summary>
internal static class StatusCommand
{
    private const int NeedsSomebody = 2;

    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(2);

    public static Command Create(IAnsiConsole console)
    {
        var consumers = Arguments.Consumers();
        var watch = new Option<bool>("--watch") { Description = "Look again every two seconds, until Ctrl-C." };
        var verb = new Verb("status", "How each consumer is doing; exit code 2 when something is dead or an alarm is on.");
        verb.Command.Arguments.Add(consumers);
        verb.Command.Options.Add(watch);
        return verb.Does(async (account, arguments, cancellationToken) =>
        {
            var named = arguments.GetValue(consumers)!;
            if (arguments.GetValue(watch))
            {
                await WatchAsync(console, account, named, cancellationToken);
            }

            var status = await account.Status.ReadAsync(named, cancellationToken);
            if (verb.IsJson(arguments))
            {
                Verb.Print(console, status, OperationsJson.Default.AccountStatus);
            }
            else
            {
                console.Write(StatusTable.Of(status));
            }

            return status.NeedsSomebody ? NeedsSomebody : 0;
        });
    }

    private static Task WatchAsync(IAnsiConsole console, Operator account, string[] named, CancellationToken cancellationToken) =>
        console.Live(new Text("Looking …")).StartAsync(async live =>
        {
            while (true)
            {
                live.UpdateTarget(StatusTable.Of(await account.Status.ReadAsync(named, cancellationToken)));
                await Task.Delay(Refresh, cancellationToken);
            }
        });
}

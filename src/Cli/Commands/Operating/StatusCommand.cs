using System.CommandLine;
using Spectre.Console;
using Spectre.Console.Rendering;
using Waybill.Local.Endpoints;
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
            using var laptop = verb.Laptop(arguments);
            if (arguments.GetValue(watch))
            {
                await WatchAsync(console, account, laptop, named, cancellationToken);
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

            // What reads the JSON reads no chaos; people see it in either case.
            (verb.IsJson(arguments) ? Errors() : console).Write(await ChaosAsync(laptop, cancellationToken));

            return status.NeedsSomebody ? NeedsSomebody : 0;
        });
    }

    private static IAnsiConsole Errors() =>
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    /// <summary>A line for each disturbance that is on; only laptops have any.</summary>
    private static async Task<IRenderable> ChaosAsync(AdminClient? laptop, CancellationToken cancellationToken) => new Rows(
        (laptop is null ? [] : await laptop.ChaosAsync(cancellationToken))
        .Select(disturbance => Markup.FromInterpolated($"[yellow]{ChaosLines.Of(disturbance)}; end it: {ChaosLines.End}[/]")));

    private static Task WatchAsync(
        IAnsiConsole console, Operator account, AdminClient? laptop, string[] named, CancellationToken cancellationToken) =>
        console.Live(new Text("Looking …")).StartAsync(async live =>
        {
            while (true)
            {
                live.UpdateTarget(new Rows(
                    StatusTable.Of(await account.Status.ReadAsync(named, cancellationToken)),
                    await ChaosAsync(laptop, cancellationToken)));
                await Task.Delay(Refresh, cancellationToken);
            }
        });
}

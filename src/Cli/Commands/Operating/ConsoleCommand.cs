using System.CommandLine;
using Spectre.Console;
using Waybill.Catalog.Checking;
using Waybill.Cli.Commands.Catalog;
using Waybill.Cli.Toolchain;
using Waybill.Operations.Accounts;
using Waybill.WebConsole;
using Waybill.WebConsole.Setup;

namespace Waybill.Cli.Commands.Operating;

/// <summary><c>waybill console</c>: the page over an environment's account; what <c>up</c> serves over the laptop's.</summary>
internal static class ConsoleCommand
{
    private const string Production = "prod";

    /// <summary>Where an event that nobody's business caused does no harm.</summary>
    private const string Development = "dev";

    /// <summary>Requests to an account cost something, and its numbers are a minute old anyway.</summary>
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(15);

    public static Command Create(IAnsiConsole console)
    {
        var environment = new Option<string>("--env")
        {
            Description = "An environment of cdk.json, whose account and region are called with the usual AWS credentials.",
            Required = true,
        };
        var allowActions = new Option<bool>("--allow-actions")
        {
            Description = "Let the page act, too: redrive, pause, resume. Without it everything is only looked at.",
        };
        var port = new Option<int>("--port") { Description = "The port of 127.0.0.1 that serves the page. Default: a free one." };
        var command = new Command(
            "console", "A page that shows what the bus of an environment is doing. (What is up on this laptop has its own: up prints it.)")
        {
            environment, allowActions, port,
        };
        command.SetAction((arguments, cancellationToken) => Verb.InOneSentenceAsync(async () =>
        {
            var name = arguments.GetValue(environment)!;
            var access = await AccountChoice.EnvironmentAsync(name, cancellationToken);
            var page = new ConsolePage(Options(name, access, arguments.GetValue(allowActions), Repository.Find(), console));
            await using var server = await ConsoleServer.StartAsync(page, arguments.GetValue(port), cancellationToken);
            // Ends first: the server would wait for the streams of pages that are open.
            await using var ending = page;
            console.MarkupLineInterpolated($"[green]•[/] {name}: [bold]{page.LinkAt(server.Endpoint)}[/]");
            console.MarkupLine("The link is a key to the account: keep it to yourself. End it with Ctrl-C.");
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return 0;
        }));
        return command;
    }

    private static ConsoleOptions Options(
        string environment, Access access, bool allowActions, Repository repository, IAnsiConsole console) => new()
        {
            Environment = environment,
            IsLaptop = false,
            AllowActions = allowActions,
            MayPublish = environment == Development,
            AsksForName = environment == Production,
            OpenAsync = _ => Task.FromResult(new AwsAccount(access)),
            Folders = new CheckedFolders(repository.Root),
            TemplatesAsync = cancellationToken => Templates.FreshAsync(repository, cancellationToken),
            NodeFolder = repository.Root,
            Refresh = Refresh,
            OnNotice = notice => console.MarkupLineInterpolated($"[yellow]console:[/] {notice}"),
        };
}

using System.CommandLine;
using Spectre.Console;
using Waybill.Catalog.Checking;
using Waybill.Catalog.Scaffolding;
using Waybill.Cli.Commands.Catalog;
using Waybill.Cli.Toolchain;

namespace Waybill.Cli.Commands.New;

/// <summary><c>waybill new consumer TEAM/NAME --event TYPE</c>: the handler's file, its subscription and its test.</summary>
internal static class NewConsumerCommand
{
    public static Command Create(IAnsiConsole console)
    {
        var name = new Argument<string>("team/name")
        {
            Description = "The team's folder in functions/ and what the consumer does: Notifications/SendWelcome.",
        };
        var events = Many("--event", "What it hears: AccountOpened.v1, or AccountOpened for the newest version. Once or more.");
        var reads = Many(
            "--reads", "A field of data that its record reads. Default: the first that all of the events promise and the team may read.");
        var ignores = Many(
            "--ignore", "An ending it does not hear although it hears the beginning, and why: \"AccountClosed: it keeps nothing\".");
        var command = new Command("consumer", "Scaffold a consumer that builds, is subscribed and tested, and writes into its log.")
        {
            name, events, reads, ignores,
        };
        command.SetAction(arguments =>
        {
            var repository = Repository.Find();
            NewCommand.Run(console, repository, ownersChange: false, () =>
            {
                var request = ConsumerRequest.Parse(arguments.GetValue(name)!, arguments.GetValue(events) ?? []) with
                {
                    Reads = arguments.GetValue(reads) ?? [],
                    Ignores = [.. (arguments.GetValue(ignores) ?? []).Select(Ignored)],
                };
                var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
                var catalog = CatalogFolders.Load(repository.Path("events-catalog"));
                return ConsumerScaffold.Plan(new CheckedFolders(repository.Root), catalog, request, today);
            });
        });
        return command;
    }

    private static Option<string[]> Many(string name, string description) => new(name) { Description = description };

    private static (string Event, string Why) Ignored(string text) => text.Split(':', 2) is [var id, var why] && why.Trim().Length > 0
        ? (id.Trim(), why.Trim())
        : throw new ScaffoldException($"--ignore '{text}' gives no reason; allowed: \"EVENT: why\".");
}

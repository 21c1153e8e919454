using System.CommandLine;
using Amazon.EventBridge;
using Spectre.Console;
using Waybill.Catalog.Checking;
using Waybill.Catalog.Consumers;
using Waybill.Catalog.Findings;
using Waybill.Catalog.Routing;
using Waybill.Catalog.Syncing;
using Waybill.Cli.Toolchain;

namespace Waybill.Cli.Commands.Catalog;

/// <summary><c>waybill catalog sync</c>: writes who hears what into the catalog, from synthesized templates or from an account.</summary>
internal static class SyncCommand
{
    public static Command Create(IAnsiConsole console)
    {
        var (catalog, templates, functions, format) = (CatalogFolders.Catalog(), CatalogFolders.Template(), CatalogFolders.Functions(), FindingOutput.Format());
        var live = new Option<bool>("--live")
        {
            Description = "Ask an account (ListRules, ListTargetsByRule) instead of templates; credentials, region and AWS_ENDPOINT_URL as in every AWS tool.",
        };
        var bus = new Option<string>("--bus") { Description = "With --live, the bus whose rules count.", DefaultValueFactory = _ => "waybill-dev" };
        var command = new Command("sync", "Write the consumers that rules make into 'receives' of the catalog's services.")
        {
            catalog, templates, functions, live, bus, format,
        };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var repository = Repository.Find();
            var folders = new CheckedFolders(repository.Root)
            {
                Catalog = CatalogFolders.Given(arguments.GetValue(catalog)) ?? "events-catalog",
                Functions = CatalogFolders.Given(arguments.GetValue(functions)) ?? "functions",
            };
            var rules = arguments.GetValue(live)
                ? await AskAsync(repository.Path(folders.Functions), arguments.GetValue(bus)!, cancellationToken)
                : await ReadAsync(repository, CatalogFolders.Given(arguments.GetValue(templates)), cancellationToken);
            return Print(console, CatalogSync.Run(folders, rules, CatalogFolders.Today()), arguments.GetValue(format));
        });
        return command;
    }

    private static async Task<BusRules> ReadAsync(Repository repository, string? given, CancellationToken cancellationToken)
    {
        var folder = given ?? await Templates.FreshAsync(repository, cancellationToken);
        return BusRules.Read(folder, Path.GetRelativePath(repository.Root, folder).Replace('\\', '/'));
    }

    private static async Task<BusRules> AskAsync(string functions, string bus, CancellationToken cancellationToken)
    {
        var sources = ConsumerSources.Read(functions, functions);
        try
        {
            using var eventBridge = new AmazonEventBridgeClient();
            var rules = await LiveRules.ReadAsync(eventBridge, bus, sources.Readings, cancellationToken);
            return rules with { Findings = sources.Findings };
        }
        catch (Exception refused) when (refused is Amazon.Runtime.AmazonServiceException or Amazon.Runtime.AmazonClientException or HttpRequestException)
        {
            throw new UserErrorException($"EventBridge did not tell the rules of the bus '{bus}': {refused.Message}");
        }
    }

    private static int Print(IAnsiConsole console, SyncOutcome outcome, FindingFormat format)
    {
        if (outcome.Findings.Count > 0)
        {
            return FindingOutput.Print(console, new FindingReport(outcome.Findings), format);
        }

        foreach (var file in outcome.Changed)
        {
            console.MarkupLineInterpolated($"[green]•[/] {file}");
        }

        console.WriteLine(outcome.Changed.Count == 0 ? "The catalog says who hears what." : $"{outcome.Changed.Count} services written.");
        return 0;
    }
}

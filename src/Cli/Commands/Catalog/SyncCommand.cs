using System.CommandLine;
using Amazon.EventBridge;
using Spectre.Console;
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
        var format = FindingOutput.Format();
        var live = new Option<bool>("--live")
        {
            Description = "Ask an account (ListRules, ListTargetsByRule) instead of templates; credentials, region and AWS_ENDPOINT_URL "
                + "as in every AWS tool.",
        };
        var bus = new Option<string>("--bus")
        {
            Description = "With --live, the bus whose rules count.",
            DefaultValueFactory = _ => "waybill-dev",
        };
        var command = new Command("sync", "Write the consumers that rules make into 'receives' of the catalog's services.");
        var folders = new CatalogFolders(command);
        command.Options.Add(live);
        command.Options.Add(bus);
        command.Options.Add(format);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var repository = Repository.Find();
            if (arguments.GetValue(live))
            {
                var sources = folders.Read(repository, arguments);
                var asked = await AskAsync(repository.Path(sources.Functions), arguments.GetValue(bus)!, cancellationToken);
                return Print(console, CatalogSync.Run(sources, asked), arguments.GetValue(format));
            }

            var given = await folders.ReadAsync(repository, arguments, cancellationToken);
            var templates = repository.Path(given.Templates);
            var rules = BusRules.Read(templates, CatalogFolders.InRepository(repository, templates));
            return Print(console, CatalogSync.Run(given, rules), arguments.GetValue(format));
        });
        return command;
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
        catch (Exception refused) when (
            refused is Amazon.Runtime.AmazonServiceException or Amazon.Runtime.AmazonClientException or HttpRequestException)
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

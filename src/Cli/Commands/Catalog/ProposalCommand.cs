using System.CommandLine;
using Spectre.Console;
using Waybill.Catalog.Checking;
using Waybill.Catalog.Consumers;
using Waybill.Catalog.Impact;
using Waybill.Catalog.Proposals;
using Waybill.Catalog.Routing;
using Waybill.Cli.Toolchain;

namespace Waybill.Cli.Commands.Catalog;

/// <summary><c>waybill catalog rfc EVENT</c>: begins the page on which a change to an event is decided.</summary>
internal static class ProposalCommand
{
    public static Command Create(IAnsiConsole console)
    {
        var asked = new Argument<string>("event") { Description = "ParcelSent, ParcelSent.v2, or a field of it: ParcelSent.v2.weight." };
        var title = new Option<string?>("--title") { Description = "What is proposed, as a headline. Default: Change EVENT." };
        var (catalog, templates, functions) = (CatalogFolders.Catalog(), CatalogFolders.Template(), CatalogFolders.Functions());
        var command = new Command("rfc", "Begin a change proposal in the catalog's rfcs/, with the teams and consumers it concerns.") { asked, title, catalog, templates, functions };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var repository = Repository.Find();
            var folders = new CheckedFolders(repository.Root)
            {
                Catalog = CatalogFolders.Given(arguments.GetValue(catalog)) ?? "events-catalog",
                Functions = CatalogFolders.Given(arguments.GetValue(functions)) ?? "functions",
                Templates = CatalogFolders.Given(arguments.GetValue(templates)) ?? await Templates.FreshAsync(repository, cancellationToken),
            };
            var file = Write(repository, folders, arguments.GetValue(asked)!, arguments.GetValue(title));
            console.MarkupLineInterpolated($"[green]•[/] {CatalogFolders.InRepository(repository, file)}");
        });
        return command;
    }

    private static string Write(Repository repository, CheckedFolders folders, string asked, string? title)
    {
        var folder = Path.GetFullPath(folders.Catalog, repository.Root);
        var catalog = CatalogFolders.Load(folder);
        var templates = Path.GetFullPath(folders.Templates, repository.Root);
        var rules = BusRules.Read(templates, CatalogFolders.InRepository(repository, templates));
        var functions = Path.GetFullPath(folders.Functions, repository.Root);
        var sources = ConsumerSources.Read(functions, CatalogFolders.InRepository(repository, functions));
        try
        {
            var (number, headline) = (ProposalFiles.NextNumber(folder), title ?? $"Change {asked}");
            var page = ChangeProposal.Write(number, headline, catalog, EventImpact.Of(folders, catalog, rules, sources, asked));
            var file = Path.Combine(folder, ProposalFiles.PathOf(number, headline));
            NewFile.Write(file, page);
            return file;
        }
        catch (UnknownFieldException unknown)
        {
            throw new UserErrorException(unknown.Message);
        }
    }
}

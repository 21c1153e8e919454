using System.CommandLine;
using Spectre.Console;
using Waybill.Catalog.Checking;
using Waybill.Catalog.Impact;
using Waybill.Catalog.Proposals;
using Waybill.Cli.Toolchain;

namespace Waybill.Cli.Commands.Catalog;

/// <summary><c>waybill catalog rfc EVENT</c>: begins the page on which a change to an event is decided.</summary>
internal static class ProposalCommand
{
    public static Command Create(IAnsiConsole console)
    {
        var asked = new Argument<string>("event")
        {
            Description = "ParcelSent, ParcelSent.v2, or a field of it: ParcelSent.v2.weight.",
        };
        var title = new Option<string?>("--title") { Description = "What is proposed, as a headline. Default: Change EVENT." };
        var command = new Command("rfc", "Begin a change proposal in the catalog's rfcs/, with the teams and consumers it concerns.")
        {
            asked, title,
        };
        var folders = new CatalogFolders(command);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var repository = Repository.Find();
            var given = await folders.ReadAsync(repository, arguments, cancellationToken);
            var file = Write(given, repository.Path(given.Catalog), arguments.GetValue(asked)!, arguments.GetValue(title));
            console.MarkupLineInterpolated($"[green]•[/] {CatalogFolders.InRepository(repository, file)}");
        });
        return command;
    }

    private static string Write(CheckedFolders folders, string catalog, string asked, string? title)
    {
        try
        {
            var (number, headline) = (ProposalFiles.NextNumber(catalog), title ?? $"Change {asked}");
            var page = ChangeProposal.Write(number, headline, CatalogFolders.Load(catalog), EventImpact.Of(folders, asked));
            var file = Path.Combine(catalog, ProposalFiles.PathOf(number, headline));
            NewFile.Write(file, page);
            return file;
        }
        catch (UnknownFieldException unknown)
        {
            throw new UserErrorException(unknown.Message);
        }
    }
}

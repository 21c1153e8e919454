using System.CommandLine;
using System.Text.RegularExpressions;
using Spectre.Console;
using Waybill.Catalog.Ownership;
using Waybill.Cli.Toolchain;

namespace Waybill.Cli.Commands.Catalog;

/// <summary><c>waybill catalog codeowners</c>: writes who must review a change to which event.</summary>
internal static partial class CodeOwnersCommand
{
    public static Command Create(IAnsiConsole console)
    {
        var catalog = CatalogFolders.Catalog();
        var organization = new Option<string?>("--organization")
        {
            Description = "The GitHub organization whose teams are called as the catalog's. Default: that of this repository's file.",
        };
        var output = new Option<string?>("--output") { Description = "The file to write. Default: .github/CODEOWNERS of this repository." };
        var command = new Command(
            "codeowners", "Write CODEOWNERS: a change to an event asks the teams that hear it for review, not only its owner.")
        {
            catalog, organization, output,
        };
        command.SetAction(arguments =>
        {
            var repository = Repository.Find();
            var folder = CatalogFolders.Given(arguments, catalog, repository.Path("events-catalog"));
            var name = arguments.GetValue(organization) ?? OrganizationOf(repository);
            if (!Organization().IsMatch(name))
            {
                throw new UserErrorException(
                    $"'{name}' is no GitHub organization; --organization allows letters, digits, single hyphens: my-company.");
            }

            var file = arguments.GetValue(output) is { } given ? Path.GetFullPath(given) : repository.Path(".github", "CODEOWNERS");
            new FileInfo(file).Directory!.Create();
            File.WriteAllText(file, CodeOwners.Write(CatalogFolders.Load(folder), CatalogFolders.InRepository(repository, folder), name));
            console.MarkupLineInterpolated($"[green]•[/] {Path.GetRelativePath(Directory.GetCurrentDirectory(), file)}");
            return 0;
        });
        return command;
    }

    /// <summary>The organization that the repository's own file names.</summary>
    public static string OrganizationOf(Repository repository)
    {
        var file = repository.Path(".github", "CODEOWNERS");
        return (File.Exists(file) ? CodeOwners.OrganizationOf(File.ReadAllText(file)) : null) ?? CodeOwners.SampleOrganization;
    }

    [GeneratedRegex("^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Organization();
}

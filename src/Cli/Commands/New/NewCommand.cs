using System.CommandLine;
using Spectre.Console;
using Waybill.Catalog.Ownership;
using Waybill.Catalog.Scaffolding;
using Waybill.Cli.Commands.Catalog;
using Waybill.Cli.Toolchain;

namespace Waybill.Cli.Commands.New;

/// <summary><c>waybill new …</c>: what people would otherwise copy and change by hand.</summary>
internal static class NewCommand
{
    public static Command Create(IAnsiConsole console) =>
        new("new", "Scaffold an event, a consumer or a company that builds and passes every check.")
        {
            NewEventCommand.Create(console),
            NewConsumerCommand.Create(console),
        NewCompanyCommand.Create(console),
        };

    /// <summary>Makes a plan and does it, or says why not and leaves everything as it is.</summary>
    public static void Run(IAnsiConsole console, Repository repository, bool ownersChange, Func<ScaffoldPlan> make)
    {
        ScaffoldPlan plan;
        try
        {
            plan = make();
            plan.Write();
        }
        catch (Exception refused) when (refused is ScaffoldException or IOException)
        {
            throw new UserErrorException(refused.Message);
        }

        foreach (var file in plan.Added)
        {
            console.MarkupLineInterpolated($"[green]+[/] {file}");
        }

        foreach (var file in plan.Changed.Concat(ownersChange ? [WriteOwners(repository)] : []))
        {
            console.MarkupLineInterpolated($"[green]•[/] {file}");
        }

        foreach (var note in plan.Notes)
        {
            console.WriteLine(note);
        }
    }

    /// <summary>An event more has an owner, who reviews its changes.</summary>
    private static string WriteOwners(Repository repository)
    {
        var file = repository.Path(".github", "CODEOWNERS");
        var catalog = CatalogFolders.Load(repository.Path("events-catalog"));
        var text = CodeOwners.Write(catalog, "events-catalog", CodeOwnersCommand.OrganizationOf(repository));
        new FileInfo(file).Directory!.Create();
        File.WriteAllText(file, text);
        return CatalogFolders.InRepository(repository, file);
    }
}

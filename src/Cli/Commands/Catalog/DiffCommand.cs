using System.CommandLine;
using Spectre.Console;
using Waybill.Catalog.Compatibility;
using Waybill.Catalog.Compatibility.Base;
using Waybill.Cli.Toolchain;

namespace Waybill.Cli.Commands.Catalog;

/// <summary><c>waybill catalog diff BASE</c>: what every change of a schema since then means for those who read the event.</summary>
internal static class DiffCommand
{
    public static Command Create(IAnsiConsole console)
    {
        var @base = new Argument<string>("base") { Description = "A git revision (main, v1.4, HEAD~1), or a folder with a catalog." };
        var format = FindingOutput.Format();
        var command = new Command(
            "diff", "Compare the catalog with an earlier one: which changes break whom; exit code 1 when one breaks somebody.")
        {
            @base,
        };
        var folders = new CatalogFolders(command);
        command.Options.Add(format);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var repository = Repository.Find();
            var given = await folders.ReadAsync(repository, arguments, cancellationToken);
            var before = await ReadBaseAsync(arguments.GetValue(@base)!, repository.Path(given.Catalog), cancellationToken);
            var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
            return FindingOutput.Print(console, CatalogDiff.Run(given, before, today), arguments.GetValue(format));
        });
        return command;
    }

    private static async Task<IReadOnlyDictionary<string, byte[]>> ReadBaseAsync(
        string @base, string catalog, CancellationToken cancellationToken)
    {
        try
        {
            return Directory.Exists(@base) ? CatalogTree.Read(@base) : await GitTree.ReadAsync(catalog, @base, cancellationToken);
        }
        catch (BaseNotFoundException missing)
        {
            throw new UserErrorException(missing.Message);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"'{@base}' cannot be read: {unreadable.Message}");
        }
    }
}

using System.Text;
using Waybill.Catalog.Checking;
using Waybill.Catalog.Findings;
using Waybill.Catalog.Reading;
using Waybill.Catalog.Routing;

namespace Waybill.Catalog.Syncing;

/// <summary>What a synchronization did.</summary>
/// <param name="Changed">Files that were rewritten, as findings name them.</param>
/// <param name="Findings">Why something could not be; then nothing was written at all.</param>
public sealed record SyncOutcome(IReadOnlyList<string> Changed, IReadOnlyList<Finding> Findings);

/// <summary><c>waybill catalog sync</c>: writes the consumers that rules make into <c>receives</c> of the catalog's services.</summary>
/// <remarks>Only lines of <c>receives</c> change; a second run changes nothing.</remarks>
public static class CatalogSync
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static SyncOutcome Run(CheckedFolders folders, BusRules rules)
    {
        var reading = CatalogReader.Read(folders.Full(folders.Catalog));
        var routes = RoutingTable.Of(reading.Catalog, rules);
        var scope = new CheckScope(folders, reading, rules, new() { Readings = [], Findings = [] }, routes, DateOnly.MinValue);
        List<Finding> obstacles =
        [
            .. rules.Findings, .. routes.Findings, .. DriftChecks.UnknownServices(scope),
            .. scope.Problems.Where(problem => !IsMendedHere(problem)),
        ];
        if (obstacles.Count > 0)
        {
            return new SyncOutcome([], obstacles);
        }

        var edits = scope.Services.Values.Select(service => (service.File, Text: Edited(scope, service)))
            .Where(edit => edit.Text is not null).ToList();
        foreach (var (file, text) in edits)
        {
            Write(Path.Combine(scope.CatalogFolder, file), text!);
        }

        return new SyncOutcome([.. edits.Select(edit => scope.InCatalog(edit.File))], []);
    }

    /// <summary>A name under <c>receives</c> that leads nowhere goes away by itself.</summary>
    private static bool IsMendedHere(Finding problem) =>
        problem.RuleId == StructureRule.Reference.Id && problem.Pointer!.StartsWith("/receives/", StringComparison.Ordinal);

    private static string? Edited(CheckScope scope, CatalogService service)
    {
        var heard = scope.Consumers.Where(consumer => consumer.Team == service.Id)
            .SelectMany(consumer => consumer.Events.Select(e => (Event: e, consumer.Consumer)))
            .ToLookup(pair => pair.Event, pair => pair.Consumer);
        var text = Utf8.GetString(File.ReadAllBytes(Path.Combine(scope.CatalogFolder, service.File)));
        var edited = ReceivesList.Write(text, scope.Catalog, heard);
        return edited == text ? null : edited;
    }

    /// <summary>The page is whole at any moment: the new one takes the place of the old one.</summary>
    private static void Write(string path, string text)
    {
        var next = $"{path}.next";
        File.WriteAllText(next, text, Utf8);
        File.Move(next, path, overwrite: true);
    }
}

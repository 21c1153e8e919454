using Waybill.Catalog.Findings;
using Waybill.Catalog.Reading;
using Waybill.JsonSchemas.Documents;

namespace Waybill.Catalog.Checking;

/// <summary>Each entry for itself: what reading found, and what the reader lets pass because the infrastructure can live with it.</summary>
internal static class StructureChecks
{
    public static IEnumerable<Finding> Run(CheckScope scope) =>
    [
        .. scope.Problems,
        .. scope.Reading.Keys.SelectMany(entry => Keys(scope, entry)),
        .. scope.Catalog.Events.AsParallel().AsOrdered().SelectMany(e => Event(scope, e)),
        .. ExampleChecks.Run(scope),
        .. Newest(scope),
    ];

    private static IEnumerable<Finding> Keys(CheckScope scope, EntryKeys entry)
    {
        foreach (var (key, line) in entry.Keys.Where(key => !EventCatalogKeys.Of(entry.Entry.Kind).Contains(key.Key)))
        {
            var (file, pointer) = (scope.InCatalog(entry.Entry.File), $"/{JsonPointer.Escape(key)}");
            yield return Spelling.Nearest(key, EventCatalogKeys.Of(entry.Entry.Kind)) is { } meant
                ? StructureRule.UnknownKey.At(file, pointer, $"is not known here (did you mean '{meant}'?)", line: line)
                : CheckRules.ForeignKey.At(
                    file, pointer, "is no key of EventCatalog's, and Waybill reads only 'waybill'",
                    string.Join(", ", EventCatalogKeys.Of(entry.Entry.Kind)), line);
        }
    }

    private static IEnumerable<Finding> Event(CheckScope scope, CatalogEvent e)
    {
        var file = scope.InCatalog(e.File);
        if (e.Id.Length > 0 && PastTense.Complaint(e.Id) is { } complaint)
        {
            yield return CheckRules.Name.At(
                file, "/id", $"'{e.Id}' given; {complaint}", "PascalCase ending in a past participle, such as PaymentReceived");
        }

        if (e.Rfc > 0 && !Directory.EnumerateFiles(RfcFolder(scope), $"{e.Rfc:0000}-*.md").Any())
        {
            yield return StructureRule.Reference.At(
                file, "/waybill/rfc", $"{e.Rfc} given; there is no rfcs/{e.Rfc:0000}-*.md", "the number of a page in rfcs/");
        }

        if (e.Examples.Count < 2)
        {
            yield return CheckRules.FewExamples.At(
                file, "", $"{e.DetailType} has {e.Examples.Count} examples", "at least two, different in what matters");
        }

        if (Versioned(e.File) is { } folder && folder != e.Version.ToString())
        {
            yield return StructureRule.Version.At(file, "/version", $"'{e.Version}' given in the folder versioned/{folder}", $"'{folder}'");
        }
    }

    /// <summary>The newest version is the one in the event's own folder.</summary>
    private static IEnumerable<Finding> Newest(CheckScope scope) =>
        from versions in scope.Catalog.Events.GroupBy(e => e.Id, StringComparer.Ordinal)
        let newest = versions.MaxBy(e => e.Version)!
        where Versioned(newest.File) is not null
        select StructureRule.Version.At(
            scope.InCatalog(newest.File), "/version", $"{newest.Id} {newest.Version} is the newest version, and under versioned/",
            "the event's own folder");

    private static string? Versioned(string file) => file.Split('/') is [.., "versioned", var version, _] ? version : null;

    private static string RfcFolder(CheckScope scope)
    {
        var folder = Path.Combine(scope.CatalogFolder, "rfcs");
        return Directory.Exists(folder) ? folder : scope.CatalogFolder;
    }
}

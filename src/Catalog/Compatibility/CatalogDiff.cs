using Waybill.Catalog.Checking;
using Waybill.Catalog.Compatibility.Base;
using Waybill.Catalog.Consumers;
using Waybill.Catalog.Findings;
using Waybill.Catalog.Reading;
using Waybill.Catalog.Routing;

namespace Waybill.Catalog.Compatibility;

/// <summary><c>waybill catalog diff</c>: what has become of every version of every event since a base.</summary>
/// <param name="readers">Who hears what, and reads what of it.</param>
/// <param name="shown">A file of the catalog as findings name it.</param>
/// <param name="today">Decides what is past its sunset.</param>
public sealed class CatalogDiff(FieldReaders readers, Func<string, string> shown, DateOnly today)
{
    /// <summary>Compares the catalog of a repository with a base, and names the consumers its rules and functions have today.</summary>
    /// <param name="folders">What to read of today.</param>
    /// <param name="before">The files of the base's catalog.</param>
    /// <param name="today">Decides what is past its sunset.</param>
    public static FindingReport Run(CheckedFolders folders, IReadOnlyDictionary<string, byte[]> before, DateOnly today)
    {
        IReadOnlyDictionary<string, byte[]>? now = null;
        BusRules? rules = null;
        ConsumerSources? sources = null;
        Parallel.Invoke(
            () => now = CatalogTree.Read(folders.Full(folders.Catalog)),
            () => rules = BusRules.Read(folders.Full(folders.Templates), folders.Shown(folders.Templates)),
            () => sources = ConsumerSources.Read(folders.Full(folders.Functions), folders.Shown(folders.Functions)));
        return new FindingReport(CatalogTree.Changed(before, now!).SelectMany(batch =>
            Run(folders, CatalogReader.Read(batch.Before), CatalogReader.Read(batch.Now), rules!, sources!, today).Findings));
    }

    /// <summary>The same over what has been read already.</summary>
    public static FindingReport Run(
        CheckedFolders folders, CatalogReading @base, CatalogReading now, BusRules rules, ConsumerSources sources, DateOnly today)
    {
        // A rule that matched the old examples and no longer does lost its events by this change: its consumer is asked as well.
        var readers = new FieldReaders([RoutingTable.Of(@base.Catalog, rules), RoutingTable.Of(now.Catalog, rules)], sources);
        var catalog = folders.Shown(folders.Catalog);
        var report = new CatalogDiff(readers, file => file.Length == 0 ? catalog : $"{catalog}/{file}", today).Compare(@base, now);
        var unread = rules.Findings.Concat(sources.Findings);
        return new FindingReport(LineFinder.AddLines(Path.GetFullPath(folders.Root), [.. report.Findings, .. unread]));
    }

    public FindingReport Compare(CatalogReading @base, CatalogReading now)
    {
        var after = FirstOfEach(now.Catalog.Events);
        var before = FirstOfEach(@base.Catalog.Events);
        var unreadable = new Unreadable(@base, now);
        IEnumerable<IEnumerable<Finding>> groups =
        [
            unreadable.Findings(shown),
            before.Values.AsParallel().AsOrdered().SelectMany(old => after.TryGetValue(Key(old), out var @new)
                ? unreadable.Concerns(old, @new) ? [] : new VersionDiff(readers, shown, old, @new, today).Findings()
                : unreadable.MayHide(old) ? [] : [Gone(old)]),
            after.Values.Where(added => !before.ContainsKey(Key(added)) && !unreadable.MayHideInBase(added))
                .Select(added => DiffRules.Added.At(shown(added.File), null, $"{added.DetailType} ({added.Id} {added.Version}) is new")),
        ];
        return new FindingReport(groups.SelectMany(group => group));
    }

    /// <summary>Consumers know an event by its id and major version, wherever its files are and whatever its minor version.</summary>
    private static (string, int) Key(CatalogEvent e) => (e.Id, e.Version.Major);

    private static Dictionary<(string, int), CatalogEvent> FirstOfEach(IEnumerable<CatalogEvent> events) =>
        events.OrderByDescending(e => e.Version).DistinctBy(Key).ToDictionary(Key);

    private Finding Gone(CatalogEvent old)
    {
        if (old.Sunset < today)
        {
            return DiffRules.Retired.At(shown(old.File), null, $"{old.DetailType} was removed after its sunset on {old.Sunset:yyyy-MM-dd}");
        }

        var hearing = readers.Hearing(old.DetailType)
            .Select(subscription => $"{subscription.Consumer} of {subscription.Team}").Distinct(StringComparer.Ordinal)
            .DefaultIfEmpty("nobody");
        var sunset = old.Sunset is { } date ? $"whose sunset is {date:yyyy-MM-dd}" : "which has no sunset";
        return DiffRules.Removed.At(
            shown(old.File), null,
            $"{old.DetailType} ({old.Id} {old.Version}), {sunset}, is removed or renamed; heard by {string.Join(", ", hearing)}",
            "to deprecate it with a note on how to move and a sunset, and to remove it afterwards");
    }

    /// <summary>Files that could not be read as they should: nothing is concluded from what they seem to say.</summary>
    private sealed class Unreadable(CatalogReading @base, CatalogReading now)
    {
        /// <summary>The other rules are about what entries say of each other, which 'waybill catalog check' holds them to.</summary>
        private static readonly string[] Rules =
        [
            StructureRule.File.Id, StructureRule.Frontmatter.Id, StructureRule.Version.Id, StructureRule.Schema.Id,
            StructureRule.Example.Id,
        ];

        private readonly HashSet<string> _base = Folders(@base);
        private readonly HashSet<string> _now = Folders(now);

        public IEnumerable<Finding> Findings(Func<string, string> shown) =>
        [
            .. Problems(now).Select(problem => DiffRules.Unreadable.At(
                shown(problem.File), problem.Pointer, problem.Message, "what './waybill catalog check' allows", problem.Line)),
            .. Problems(@base).Select(problem => DiffRules.UnreadableBase.At(
                shown(problem.File), null,
                $"in the base, {(problem.Pointer is "" ? "the file" : problem.Pointer)} {problem.Message}; what it says is not compared")),
        ];

        public bool Concerns(CatalogEvent old, CatalogEvent @new) => _base.Contains(Folder(old.File)) || _now.Contains(Folder(@new.File));

        /// <summary>An entry that cannot be read now is not gone.</summary>
        public bool MayHide(CatalogEvent old) => _now.Contains(Folder(old.File));

        public bool MayHideInBase(CatalogEvent added) => _base.Contains(Folder(added.File));

        private static IEnumerable<Finding> Problems(CatalogReading reading) =>
            reading.Problems.Where(problem => Rules.Contains(problem.RuleId));

        private static HashSet<string> Folders(CatalogReading reading) =>
            Problems(reading).Select(problem => Folder(problem.File)).ToHashSet(StringComparer.Ordinal);

        /// <summary>The folder of an event's version, for any of its files.</summary>
        private static string Folder(string file)
        {
            var folder = Path.GetDirectoryName(file)?.Replace('\\', '/') ?? "";
            return folder.EndsWith("/examples", StringComparison.Ordinal) ? folder[..^"/examples".Length] : folder;
        }
    }
}

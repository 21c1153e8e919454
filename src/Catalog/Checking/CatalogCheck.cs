using Waybill.Catalog.Consumers;
using Waybill.Catalog.Findings;
using Waybill.Catalog.Reading;
using Waybill.Catalog.Routing;

namespace Waybill.Catalog.Checking;

/// <summary>Where everything is that is held against each other.</summary>
/// <param name="Root">The repository; findings name files by their path in it.</param>
public sealed record CheckedFolders(string Root)
{
    /// <summary>The catalog, absolute or relative to the root.</summary>
    public string Catalog { get; init; } = "events-catalog";

    /// <summary>The output of <c>cdk synth</c>.</summary>
    public string Templates { get; init; } = "cdk.out";

    /// <summary>The consumers' source, a folder a team.</summary>
    public string Functions { get; init; } = "functions";

    internal string Full(string folder) => Path.GetFullPath(folder, Path.GetFullPath(Root));

    /// <summary>The path inside the repository; what is outside is shown whole.</summary>
    internal string Shown(string folder)
    {
        var relative = Path.GetRelativePath(Path.GetFullPath(Root), Full(folder)).Replace('\\', '/');
        return relative.StartsWith("../", StringComparison.Ordinal) ? Full(folder).Replace('\\', '/') : relative;
    }
}

/// <summary><c>waybill catalog check</c>: one pass over the catalog, the templates and what consumers' records declare.</summary>
public static class CatalogCheck
{
    /// <summary>Everything that is wrong.</summary>
    /// <param name="folders">What to read.</param>
    /// <param name="today">Decides what is past its sunset.</param>
    /// <remarks>Never throws for what a file says, and fetches nothing.</remarks>
    public static FindingReport Run(CheckedFolders folders, DateOnly today)
    {
        CatalogReading? reading = null;
        BusRules? rules = null;
        ConsumerSources? sources = null;
        Parallel.Invoke(
            () => reading = CatalogReader.Read(folders.Full(folders.Catalog)),
            () => rules = BusRules.Read(folders.Full(folders.Templates), folders.Shown(folders.Templates)),
            () => sources = ConsumerSources.Read(folders.Full(folders.Functions), folders.Shown(folders.Functions)));
        var routes = RoutingTable.Of(reading!.Catalog, rules!);
        var scope = new CheckScope(folders, reading, rules!, sources!, routes, today);
        IEnumerable<IEnumerable<Finding>> groups =
        [
            scope.Rules.Findings, scope.Sources.Findings, routes.Findings,
            StructureChecks.Run(scope), RoutingChecks.Run(scope), PatternChecks.Run(scope), LifeCycleChecks.Run(scope),
            ReadingChecks.Run(scope), DriftChecks.Run(scope), SunsetChecks.Run(scope),
        ];
        var findings = groups.AsParallel().AsOrdered().SelectMany(group => group).ToList();
        return new FindingReport(LineFinder.AddLines(Path.GetFullPath(folders.Root), findings));
    }
}

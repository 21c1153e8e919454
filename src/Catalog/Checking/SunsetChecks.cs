using Waybill.Catalog.Findings;

namespace Waybill.Catalog.Checking;

/// <summary>A version that ends has a way on, and nobody left behind.</summary>
internal static class SunsetChecks
{
    private const int NearDays = 30;

    public static IEnumerable<Finding> Run(CheckScope scope) =>
        scope.Catalog.Events.Where(e => e.Deprecated is not null).SelectMany(e => Deprecated(scope, e));

    private static IEnumerable<Finding> Deprecated(CheckScope scope, CatalogEvent e)
    {
        var file = scope.InCatalog(e.File);
        var successors = scope.Catalog.Events.Where(other => other.Id == e.Id && other.Version > e.Version && other.Deprecated is null)
            .Select(other => other.DetailType).ToList();
        if (successors.Count == 0 && string.IsNullOrWhiteSpace(e.Deprecated!.Message))
        {
            yield return CheckRules.NoWayOn.At(
                file, "/deprecated", $"{e.DetailType} is deprecated without a successor and without a note",
                "a newer version, or deprecated.message that says how to move on");
        }

        var consumers = scope.Routes.Of(e).Select(hearing => $"{hearing.Subscription.Consumer} of {hearing.Subscription.Team}")
            .Distinct(StringComparer.Ordinal).ToList();
        if (consumers.Count == 0)
        {
            yield break;
        }

        var who = string.Join(", ", consumers);
        var way = successors.Count > 0 ? $"consumers of {string.Join(", ", successors)} only" : "no consumer";
        if (e.Sunset is not { } sunset)
        {
            yield return CheckRules.NoSunset.At(
                file, "/deprecated", $"{e.DetailType} is deprecated and heard by {who}, but has no last day",
                "a date under waybill.sunset");
        }
        else if (sunset < scope.Today)
        {
            yield return CheckRules.AfterSunset.At(
                file, "/waybill/sunset", $"{e.DetailType} ended on {sunset:yyyy-MM-dd}, and {who} still hears it", way);
        }
        else if (sunset.DayNumber - scope.Today.DayNumber <= NearDays)
        {
            yield return CheckRules.NearSunset.At(
                file, "/waybill/sunset",
                $"{e.DetailType} ends on {sunset:yyyy-MM-dd}, in {sunset.DayNumber - scope.Today.DayNumber} days, and {who} still hears it",
                way);
        }
    }
}

using Waybill.Catalog.Reading;

namespace Waybill.Catalog.Impact;

/// <summary>
/// Understands <c>ParcelSent</c>, <c>ParcelSent.v2</c>, <c>ParcelSent.v2.weight</c>, <c>ParcelSent.stops.*.id</c>, and the same as a
/// pointer, <c>ParcelSent/stops/*/id</c>.
/// </summary>
internal static class AskedField
{
    /// <summary>The versions that are meant, and the place of <c>data</c> in them.</summary>
    public static (IReadOnlyList<CatalogEvent> Events, string Field) In(EventCatalog catalog, string asked)
    {
        var parts = asked.Split(['.', '/'], StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0)
        {
            throw new UnknownFieldException(
                $"'{asked}' names no event; allowed: an id or a detail-type, and a field of it, such as ParcelSent.v2.weight.");
        }

        var byType = parts.Length > 1 ? catalog.Events.Where(e => e.DetailType == $"{parts[0]}.{parts[1]}").ToList() : [];
        var named = byType.Count > 0 ? byType : catalog.Events.Where(e => e.Id == parts[0]).ToList();
        if (named.Count == 0)
        {
            var known = catalog.Events.Select(e => e.Id).Distinct(StringComparer.Ordinal).ToList();
            throw new UnknownFieldException(
                $"There is no event '{parts[0]}' in the catalog{Spelling.DidYouMean(parts[0], known)}; it has {string.Join(", ", known)}.");
        }

        var field = string.Concat(parts.Skip(byType.Count > 0 ? 2 : 1).Select(part => $"/{part}"));
        var having = named.Where(e => field.Length == 0 || e.Properties.Any(property => property.Path == field)).ToList();
        if (having.Count == 0)
        {
            var fields = named.SelectMany(e => e.Properties).Select(property => Dotted(property.Path)).Distinct(StringComparer.Ordinal)
                .ToList();
            throw new UnknownFieldException(
                $"{named[0].Id} has no field '{Dotted(field)}'{Spelling.DidYouMean(Dotted(field), fields)}; "
                + $"it has {string.Join(", ", fields)}.");
        }

        return (having, field);
    }

    private static string Dotted(string path) => path[1..].Replace('/', '.');
}

/// <summary>What was asked about is not in the catalog; the message says what is.</summary>
public sealed class UnknownFieldException(string message) : Exception(message);

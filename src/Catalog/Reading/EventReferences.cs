namespace Waybill.Catalog.Reading;

/// <summary>Finds the events that services name by id and version.</summary>
/// <param name="events">All that could be read.</param>
/// <param name="complete">Whether that is all there are; else a name that leads nowhere is no problem of the one who uses it.</param>
internal sealed class EventReferences(IReadOnlyList<CatalogEvent> events, bool complete)
{
    /// <summary>The events under <c>sends</c> or <c>receives</c>, each once.</summary>
    public IReadOnlyList<CatalogEvent> Resolve(Fields service, string key) => [.. service.InnerList(key).SelectMany(Resolve).Distinct()];

    private IReadOnlyList<CatalogEvent> Resolve(Fields reference)
    {
        var id = reference.Text("id");
        var versions = events.Where(e => e.Id == id).ToList();
        if (versions.Count == 0)
        {
            if (id.Length > 0 && complete)
            {
                reference.Report("id", $"'{id}' given; allowed: an event of this catalog{Listed(events.Select(e => e.Id))}");
            }

            return [];
        }

        var wanted = reference.OptionalText("version") ?? VersionRange.Latest;
        if (VersionRange.Parse(wanted) is not { } range)
        {
            reference.Report("version", $"'{wanted}' given; allowed: {VersionRange.Allowed}");
            return [];
        }

        var picked = range.Pick(versions);
        if (picked.Count == 0 && complete)
        {
            reference.Report("version", $"'{wanted}' given; {id} has{Listed(versions.Select(e => e.Version.ToString()))}");
        }

        return picked;
    }

    private static string Listed(IEnumerable<string> names) => $" ({string.Join(", ", names.Distinct(StringComparer.Ordinal))})";
}

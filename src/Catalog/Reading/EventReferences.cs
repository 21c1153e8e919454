namespace Waybill.Catalog.Reading;

/// <summary>Finds the events that services name by id and version.</summary>
/// <param name="events">All that could be read.</param>
/// <param name="complete">Whether that is all there are; else a name that leads nowhere is no problem of the one who uses it.</param>
internal sealed class EventReferences(IReadOnlyList<CatalogEvent> events, bool complete)
{
    private const int MostListed = 24;

    private readonly ILookup<string, CatalogEvent> _versions = events.ToLookup(e => e.Id, StringComparer.Ordinal);

    /// <summary>The versions that an entry under <c>sends</c> or <c>receives</c> means.</summary>
    public IReadOnlyList<CatalogEvent> Resolve(Fields reference)
    {
        var id = reference.Text("id");
        var versions = _versions[id].ToList();
        if (versions.Count == 0)
        {
            if (id.Length > 0 && complete)
            {
                var meant = Spelling.DidYouMean(id, _versions.Select(e => e.Key));
                reference.Report(
                    "id", $"'{id}' given{meant}; allowed: an event of this catalog{Listed(events.Select(e => e.Id))}",
                    StructureRule.Reference);
            }

            return [];
        }

        var wanted = reference.OptionalText("version") ?? VersionRange.Latest;
        if (VersionRange.Parse(wanted) is not { } range)
        {
            reference.Report("version", $"'{wanted}' given; allowed: {VersionRange.Allowed}", StructureRule.Reference);
            return [];
        }

        var picked = range.Pick(versions);
        if (picked.Count == 0 && complete)
        {
            reference.Report(
                "version", $"'{wanted}' given; {id} has{Listed(versions.Select(e => e.Version.ToString()))}", StructureRule.Reference);
        }

        return picked;
    }

    /// <summary>A large catalog's names would fill a screen; the nearest is named anyway.</summary>
    private static string Listed(IEnumerable<string> names)
    {
        var all = names.Distinct(StringComparer.Ordinal).ToList();
        return $" ({string.Join(", ", all.Take(MostListed))}{(all.Count > MostListed ? ", …" : "")})";
    }
}

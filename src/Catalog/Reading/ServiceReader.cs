namespace Waybill.Catalog.Reading;

/// <summary>Reads services and the domains they are in.</summary>
internal static class ServiceReader
{
    public static CatalogService Read(EntryPath entry, Fields fields, IReadOnlyList<CatalogEvent> events)
    {
        var waybill = fields.Inner("waybill");
        waybill?.AllowOnly("ignores");
        return new CatalogService(
            fields.Text("id"),
            fields.Text("name"),
            fields.Text("version"),
            fields.OptionalText("summary") ?? "",
            entry.Domain,
            fields.Texts("owners"),
            Resolve(fields, "sends", events),
            Resolve(fields, "receives", events),
            [.. (waybill?.InnerList("ignores") ?? []).Select(ReadIgnored)],
            fields.File);
    }

    public static CatalogDomain ReadDomain(Fields fields) => new(
        fields.Text("id"),
        fields.Text("name"),
        fields.Text("version"),
        fields.OptionalText("summary") ?? "",
        fields.Texts("owners"),
        [.. fields.InnerList("services").Select(service => service.Text("id"))],
        fields.File);

    private static IgnoredEvent ReadIgnored(Fields fields)
    {
        fields.AllowOnly("consumer", "event", "why");
        return new IgnoredEvent(fields.Text("consumer"), fields.Text("event"), fields.Text("why"));
    }

    private static List<CatalogEvent> Resolve(Fields service, string key, IReadOnlyList<CatalogEvent> events) =>
        [.. service.InnerList(key).SelectMany(reference => Resolve(reference, events)).Distinct()];

    private static IEnumerable<CatalogEvent> Resolve(Fields reference, IReadOnlyList<CatalogEvent> events)
    {
        var id = reference.Text("id");
        var versions = events.Where(e => e.Id == id).ToList();
        if (id.Length > 0 && versions.Count == 0)
            reference.Report("id", $"'{id}' given; allowed: an event of this catalog{Listed(events.Select(e => e.Id))}");
        if (versions.Count == 0)
            return [];

        var wanted = reference.OptionalText("version") ?? VersionRange.Latest;
        if (VersionRange.Parse(wanted) is not { } range)
        {
            reference.Report("version", $"'{wanted}' given; allowed: {VersionRange.Allowed}");
            return [];
        }

        var picked = range.Pick(versions);
        if (picked.Count == 0)
            reference.Report("version", $"'{wanted}' given; {id} has{Listed(versions.Select(e => e.Version.ToString()))}");
        return picked;
    }

    private static string Listed(IEnumerable<string> names) => $" ({string.Join(", ", names.Distinct(StringComparer.Ordinal))})";
}

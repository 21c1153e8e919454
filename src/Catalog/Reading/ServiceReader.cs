namespace Waybill.Catalog.Reading;

/// <summary>Reads services and the domains they are in.</summary>
internal static class ServiceReader
{
    public static CatalogService Read(EntryPath entry, Fields fields, EventReferences events)
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
            events.Resolve(fields, "sends"),
            events.Resolve(fields, "receives"),
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
        fields.AllowOnly("consumer", "event", "why", "heard-by");
        var heardBy = fields.OptionalText("heard-by");
        return new IgnoredEvent(
            fields.Text("consumer"), fields.Text("event"), heardBy is null ? fields.Text("why") : fields.OptionalText("why") ?? $"{heardBy} hears it", heardBy);
    }
}

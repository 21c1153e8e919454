namespace Waybill.Catalog.Reading;

/// <summary>Reads services, the domains they are in and the teams that own them.</summary>
internal static class ServiceEntry
{
    public static CatalogService Read(EntryPath entry, Fields fields, EventReferences events)
    {
        var waybill = fields.Inner("waybill");
        waybill?.AllowOnly("ignores");
        var received = fields.InnerList("receives")
            .SelectMany(entry => events.Resolve(entry).Select(e => (Event: e, Consumers: entry.Texts("consumers")))).ToList();
        return new CatalogService(
            fields.Text("id"),
            fields.Text("name"),
            fields.Text("version"),
            fields.OptionalText("summary") ?? "",
            entry.Domain,
            fields.Texts("owners"),
            [.. fields.InnerList("sends").SelectMany(events.Resolve).Distinct()],
            [.. received.Select(one => one.Event).Distinct()],
            [.. (waybill?.InnerList("ignores") ?? []).Select(ReadIgnored)],
            fields.File)
        {
            Hears = [.. received.SelectMany(one => one.Consumers.Select(consumer => (consumer, one.Event))).Distinct()],
        };
    }

    public static CatalogDomain ReadDomain(Fields fields) => new(
        fields.Text("id"),
        fields.Text("name"),
        fields.Text("version"),
        fields.OptionalText("summary") ?? "",
        fields.Texts("owners"),
        [.. fields.InnerList("services").Select(service => service.Text("id"))],
        fields.File);

    public static CatalogTeam ReadTeam(Fields fields)
    {
        var waybill = fields.Inner("waybill");
        waybill?.AllowOnly("clearance");
        var clearance = waybill?.Words<PersonalDataClass>("clearance") ?? [];
        return new CatalogTeam(
            fields.Text("id"), fields.Text("name"), fields.Text("summary"), fields.Text("email"), clearance, fields.File);
    }

    private static IgnoredEvent ReadIgnored(Fields fields)
    {
        fields.AllowOnly("consumer", "event", "why", "heard-by");
        var heardBy = fields.OptionalText("heard-by");
        return new IgnoredEvent(
            fields.Text("consumer"), fields.Text("event"), heardBy is null
                ? fields.Text("why")
                : fields.OptionalText("why") ?? $"{heardBy} hears it", heardBy);
    }
}

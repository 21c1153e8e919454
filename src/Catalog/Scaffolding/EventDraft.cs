namespace Waybill.Catalog.Scaffolding;

/// <summary>An event that is about to be in the catalog, everything about it decided.</summary>
/// <remarks><c>SchemasAt</c> is the address below which the catalog publishes schemas.</remarks>
internal sealed record EventDraft(
    string Id,
    CatalogService Service,
    string Source,
    string Entity,
    LifeCycleRole Role,
    EventShape Shape,
    int Rfc,
    IReadOnlyList<NewField> Fields,
    string SchemasAt,
    string Unheard,
    DateTimeOffset Now)
{
    public const string Version = "1.0.0";

    public required string Summary { get; init; }

    public string DetailType => $"{Id}.v1";

    public string SchemaId => $"{SchemasAt}/{Id}/{Version}/schema.json";

    /// <summary>Its folder inside the catalog: with those of the service's other events.</summary>
    public string Folder => $"{Service.File[..Service.File.LastIndexOf('/')]}/events/{Id}";

    /// <summary>The event in one line, as the test of the decided events lists it.</summary>
    public override string ToString() =>
        $"{DetailType} {Version} {Source} {Shape.ToString().ToLowerInvariant()}: "
        + string.Join(' ', Fields.Select(field => field.IsRequired ? field.Name : $"{field.Name}?"));
}

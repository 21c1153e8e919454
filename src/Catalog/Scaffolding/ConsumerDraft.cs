namespace Waybill.Catalog.Scaffolding;

/// <summary>A consumer that is about to be in the repository, everything about it decided.</summary>
internal sealed record ConsumerDraft(
    string Name,
    CatalogService Service,
    string Record,
    IReadOnlyList<CatalogEvent> Events,
    IReadOnlyList<ReadableField> Fields,
    IReadOnlyList<(string Event, string Why)> Ignores)
{
    /// <summary>The folder below <c>functions/</c>, the namespace, the stack and the service in the catalog are all called so.</summary>
    public string Team => Service.Id;
}

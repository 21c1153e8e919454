namespace Waybill.Catalog;

/// <summary>A producer or consumer of events, run by the teams whose ids are its owners, in the folder of a domain (or none).</summary>
public sealed record CatalogService(
    string Id,
    string Name,
    string Version,
    string Summary,
    string? Domain,
    IReadOnlyList<string> Owners,
    IReadOnlyList<CatalogEvent> Sends,
    IReadOnlyList<CatalogEvent> Receives,
    IReadOnlyList<IgnoredEvent> Ignores,
    string File)
{
    /// <summary>Which consumer hears which of what the service receives.</summary>
    public IReadOnlyList<(string Consumer, CatalogEvent Event)> Hears { get; init; } = [];
}

/// <summary>An event that ends an entity whose beginning a consumer hears, and that it ignores for a reason.</summary>
/// <param name="Consumer">Function name, such as <c>SendOrderConfirmation</c>.</param>
/// <param name="Event">Event id without version.</param>
/// <param name="Why">The reason, for the people who ask.</param>
/// <param name="HeardBy">The consumer of the same service that takes care of it instead; the check holds it to that.</param>
public sealed record IgnoredEvent(string Consumer, string Event, string Why, string? HeardBy = null);

/// <summary>A part of the business with the ids of its services.</summary>
public sealed record CatalogDomain(
    string Id, string Name, string Version, string Summary, IReadOnlyList<string> Owners, IReadOnlyList<string> Services, string File);

/// <summary>People who own events and services, and the classes of personal data they are cleared for.</summary>
public sealed record CatalogTeam(
    string Id, string Name, string Summary, string Email, IReadOnlyList<PersonalDataClass> Clearance, string File)
{
    /// <summary>Whether it is cleared for a class; everybody is for <see cref="PersonalDataClass.None"/>.</summary>
    public bool MayRead(PersonalDataClass data) => data == PersonalDataClass.None || Clearance.Contains(data);
}

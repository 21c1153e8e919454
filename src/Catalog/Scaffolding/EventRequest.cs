namespace Waybill.Catalog.Scaffolding;

/// <summary>What <c>waybill new event</c> was asked for; what is null follows from the name.</summary>
/// <param name="Name">In the past tense: <c>AccountOpened</c>.</param>
/// <param name="Service">Id of the service that sends it.</param>
public sealed record EventRequest(string Name, string Service)
{
    public string? Summary { get; init; }

    /// <summary>What it is about; the name without its last word, if nothing is said.</summary>
    public string? Entity { get; init; }

    public LifeCycleRole Role { get; init; } = LifeCycleRole.Changes;

    public EventShape Shape { get; init; } = EventShape.Thin;

    /// <summary>The properties of its data; the entity's id, if there are none.</summary>
    public IReadOnlyList<NewField> Fields { get; init; } = [];

    /// <summary>Number of the page that decided on it; a new page, if nothing is said.</summary>
    public int? Rfc { get; init; }

    /// <summary>Why it is fine that nobody hears it yet.</summary>
    public string Unheard { get; init; } = "It is new; nobody has subscribed to it yet.";
}

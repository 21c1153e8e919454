namespace Waybill.Catalog.Scaffolding;

/// <summary>What <c>waybill new consumer</c> was asked for.</summary>
/// <param name="Team">Its folder below <c>functions/</c>: <c>Notifications</c>.</param>
/// <param name="Name">In the imperative: <c>SendWelcome</c>.</param>
/// <param name="Events">Detail-types, or ids for their newest version.</param>
public sealed record ConsumerRequest(string Team, string Name, IReadOnlyList<string> Events)
{
    /// <summary>Fields of <c>data</c> that it reads; if none is named, the first that all events promise and the team may read.</summary>
    public IReadOnlyList<string> Reads { get; init; } = [];

    /// <summary>Endings that it does not hear, by event id, each with the reason.</summary>
    public IReadOnlyList<(string Event, string Why)> Ignores { get; init; } = [];

    /// <summary>Reads <c>TEAM/NAME</c>.</summary>
    /// <exception cref="ScaffoldException">It is something else.</exception>
    public static ConsumerRequest Parse(string teamAndName, IReadOnlyList<string> events) =>
        teamAndName.Split('/') is [{ Length: > 0 } team, { Length: > 0 } name]
            ? new ConsumerRequest(team, name, events)
            : throw new ScaffoldException($"'{teamAndName}' is not understood; allowed: TEAM/NAME, such as Notifications/SendWelcome.");
}

namespace Waybill.Eventing;

/// <summary>
/// Something that happened: a CloudEvents 1.0 envelope around the <typeparamref name="TData"/> its reader or writer knows.
/// </summary>
/// <remarks>
/// Attributes carry ids and never personal data: they are logged, indexed and shown. EventBridge's own id is not here, because it
/// changes on every replay; <see cref="Id"/> does not (docs/decisions/0014 and 0015).
/// </remarks>
public sealed record Event<TData>
{
    /// <summary>The same for every delivery and replay of this event.</summary>
    public required string Id { get; init; }

    /// <summary>Who published it, such as <c>acme.billing</c>.</summary>
    public required string Source { get; init; }

    /// <summary>What happened, with its major version, such as <c>AccountOpened.v2</c>.</summary>
    public required string Type { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>The catalog's address of the schema of <see cref="Data"/>, with its full version.</summary>
    public required string DataSchema { get; init; }

    /// <summary>Shared by everything that happened because of one first event.</summary>
    public required string CorrelationId { get; init; }

    /// <summary>What events of one thing have in common, such as an account's id.</summary>
    public required string PartitionKey { get; init; }

    /// <summary>The id of the event that caused this one; null for a root event.</summary>
    public string? CausationId { get; init; }

    /// <summary>W3C trace context, kept in the event because EventBridge's own trace header is lost on a replay.</summary>
    public string? TraceParent { get; init; }

    public required TData Data { get; init; }
}

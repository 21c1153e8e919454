namespace Waybill.Local.Account;

/// <summary>An archive; <paramref name="Retention"/> is null when events are kept for ever,
/// <paramref name="EventPattern"/> when all are.</summary>
public sealed record Archive(string Name, string Arn, string BusName, TimeSpan? Retention, string? EventPattern)
    : IResource
{
    public string? Description { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Worked out once: buses ask all their rules and archives for it.</summary>
    public string BusArn { get; } = Scope.Of(Arn).Bus(BusName);
}

using Waybill.Local.Bus.Storage;

namespace Waybill.Local.Bus.Deliveries;

/// <summary>What becomes of a delivery after an attempt, written in one transaction.</summary>
/// <param name="NextAt">When it is tried again; null when it is over.</param>
internal sealed record Settlement(DateTimeOffset? NextAt)
{
    public static readonly Settlement Done = new((DateTimeOffset?)null);

    /// <summary>Messages that it leaves, such as a dead letter.</summary>
    public IReadOnlyList<StoredMessage> Messages { get; init; } = [];

    /// <summary>Other deliveries that it leads to.</summary>
    public IReadOnlyList<Delivery> Deliveries { get; init; } = [];
}

/// <summary>Makes one attempt; must not throw for what the target does.</summary>
internal delegate Task<Settlement> Attempt(Delivery delivery, CancellationToken cancellationToken);

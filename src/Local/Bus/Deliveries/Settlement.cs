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

    public void Write(StoreTransaction transaction, Delivery delivery)
    {
        if (NextAt is { } next)
        {
            transaction.Postpone(delivery with { NextAt = next, Attempts = delivery.Attempts + 1 });
        }
        else
        {
            transaction.Delete(delivery);
        }

        foreach (var message in Messages)
        {
            transaction.Insert(message);
        }

        foreach (var another in Deliveries)
        {
            transaction.Insert(another);
        }
    }
}

using Waybill.Local.Bus.Storage;

namespace Waybill.Local.Bus.Deliveries;

/// <summary>Makes one attempt at each of some deliveries to one target; must not throw for what the target does.</summary>
/// <returns>What becomes of them, in their order.</returns>
internal delegate Task<Settlement[]> Attempt(IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken);

internal static class Attempts
{
    /// <summary>Attempts at several are attempts at each of them.</summary>
    public static Attempt Each(Func<Delivery, CancellationToken, Task<Settlement>> attempt) => (deliveries, cancellationToken) =>
        Task.WhenAll(deliveries.Select(delivery => attempt(delivery, cancellationToken)));
}

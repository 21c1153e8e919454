using System.Security.Cryptography;

namespace Waybill.Eventing.Publishing;

/// <summary>Where a team publishes, under which name, and how patiently.</summary>
/// <param name="BusName">The event bus.</param>
/// <param name="Source">The CloudEvents and EventBridge source, such as <c>acme.billing</c>; the bus policy lets a team use its own
/// only.</param>
public sealed record PublisherOptions(string BusName, string Source)
{
    /// <summary>How often what EventBridge did not take is sent again; at least once.</summary>
    public int Retries { get; init; } = 5;

    /// <summary>The pause before the first retry; later ones double, with jitter, up to <see cref="LongestPause"/>.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(100);

    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Numbers from 0 to 1 for the jitter; called from several threads.</summary>
    public Func<double> Jitter { get; init; } = () => RandomNumberGenerator.GetInt32(1 << 30) / (double)(1 << 30);
}

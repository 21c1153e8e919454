namespace Waybill.Local.Bus.Deliveries;

/// <summary>How long to wait before another attempt: twice as long each time, by chance up to half more or less.</summary>
/// <remarks>EventBridge documents exponential backoff with jitter and no curve; this one begins at a second and ends at ten
/// minutes.</remarks>
internal sealed class Backoff(int seed)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);

    /// <param name="attempts">Attempts made so far, one at least.</param>
    public TimeSpan After(int attempts)
    {
        var wait = Math.Min(First.TotalSeconds * Math.Pow(2, attempts - 1), Longest.TotalSeconds);
        lock (_gate)
        {
            return TimeSpan.FromSeconds(wait * (0.5 + _random.NextDouble()));
        }
    }
}

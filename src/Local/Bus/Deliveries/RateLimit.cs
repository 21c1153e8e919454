namespace Waybill.Local.Bus.Deliveries;

/// <summary>Spaces calls so that no more than so many begin in a second.</summary>
internal sealed class RateLimit(TimeProvider time)
{
    private readonly Lock _gate = new();
    private DateTimeOffset _next;

    /// <summary>How long the caller must wait for its turn; null for not at all.</summary>
    public TimeSpan? Wait(int perSecond)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var turn = _next > now ? _next : now;
            _next = turn + TimeSpan.FromSeconds(1.0 / perSecond);
            return turn > now ? turn - now : null;
        }
    }
}

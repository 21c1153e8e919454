namespace Waybill.Operations.Redriving;

/// <summary>Lets at most so many a second go on, shared by whoever works at once.</summary>
internal sealed class Pace(int? perSecond, TimeProvider time)
{
    private readonly Lock _lock = new();
    private DateTimeOffset _next = time.GetUtcNow();

    /// <summary>Waits until so many more may go on.</summary>
    public Task WaitAsync(int count, CancellationToken cancellationToken)
    {
        if (perSecond is not { } rate || count == 0)
        {
            return Task.CompletedTask;
        }

        TimeSpan wait;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var start = _next > now ? _next : now;
            (_next, wait) = (start + TimeSpan.FromSeconds((double)count / rate), start - now);
        }

        return Task.Delay(wait, time, cancellationToken);
    }
}

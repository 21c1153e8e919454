namespace Waybill.ThirdParties;

/// <summary>What a third party was told: its mode at so many of its calls, until the time is up.</summary>
internal sealed class Conduct(ModeChange told, TimeProvider time)
{
    private readonly DateTimeOffset? _until = told.ForSeconds is { } seconds ? time.GetUtcNow().AddSeconds(seconds) : null;
    private readonly Lock _gate = new();
    private readonly Random _random = new(told.Seed);

    /// <summary>The mode of the next call.</summary>
    public Mode Next()
    {
        if (time.GetUtcNow() >= _until)
        {
            return Mode.Ok;
        }

        lock (_gate)
        {
            return _random.NextDouble() < told.Rate ? told.Mode : Mode.Ok;
        }
    }
}

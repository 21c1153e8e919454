namespace Waybill.ThirdParties;

/// <summary>What a third party was told: its mode at so many of its calls, until the time is up.</summary>
internal sealed class Conduct(ModeChange told, TimeProvider time)
{
    private readonly DateTimeOffset? _until = told.ForSeconds is { } seconds ? time.GetUtcNow().AddSeconds(seconds) : null;
    private readonly Lock _gate = new();
    private readonly Random _random = new(told.Seed);

    /// <summary>What it was told, while that lasts.</summary>
    public Mode Now => time.GetUtcNow() >= _until ? Mode.Ok : told.Mode;

    /// <summary>The mode of the next call.</summary>
    public Mode Next()
    {
        if (Now == Mode.Ok)
        {
            return Mode.Ok;
        }

        lock (_gate)
        {
            return _random.NextDouble() < told.Rate ? told.Mode : Mode.Ok;
        }
    }
}

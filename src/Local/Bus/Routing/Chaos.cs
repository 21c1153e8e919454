namespace Waybill.Local.Bus.Routing;

/// <summary>What laptop mode may do to deliveries, all of it allowed by "at least once, in any order".</summary>
public sealed record ChaosSettings(bool Duplicates, bool Shuffle, int Seed)
{
    public static readonly ChaosSettings None = new(Duplicates: false, Shuffle: false, Seed: 1);
}

/// <summary>Makes deliveries as unkind as AWS permits: twice each, or after a random delay, from a seed.</summary>
internal sealed class Chaos
{
    /// <summary>How far apart two deliveries of the same moment may be pulled.</summary>
    public static readonly TimeSpan ShuffleWindow = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private ChaosSettings _settings = ChaosSettings.None;
    private Random _random = new(ChaosSettings.None.Seed);

    /// <summary>What is in force; setting it starts the random numbers anew.</summary>
    public ChaosSettings Settings
    {
        get => _settings;
        set
        {
            lock (_gate)
            {
                _settings = value;
                _random = new Random(value.Seed);
            }
        }
    }

    /// <summary>The delays of the copies that one delivery becomes; null means the queue's own delay.</summary>
    internal IReadOnlyList<TimeSpan?> Copies()
    {
        lock (_gate)
        {
            return _settings.Duplicates ? [Delay(), Delay()] : [Delay()];
        }
    }

    private TimeSpan? Delay() => _settings.Shuffle ? ShuffleWindow * _random.NextDouble() : null;
}

namespace Waybill.Local.Disturbances;

/// <summary>Decides for one disturbance whom it strikes, the same for the same seed and the same questions. Not thread-safe.</summary>
internal sealed class Dice(Disturbance disturbance)
{
    private readonly Random _random = new(disturbance.Seed);

    public Disturbance Disturbance => disturbance;

    /// <summary>Whether this delivery or invocation is struck.</summary>
    public bool Strikes(string functionOrQueue) => disturbance.Concerns(functionOrQueue) && _random.NextDouble() < disturbance.Rate;

    /// <summary>A random part of a time.</summary>
    public TimeSpan Part(TimeSpan whole) => whole * _random.NextDouble();
}

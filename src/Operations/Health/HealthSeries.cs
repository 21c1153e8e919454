namespace Waybill.Operations.Health;

/// <summary>How an account did over a time, in parts of the same length.</summary>
/// <param name="From">The first moment.</param>
/// <param name="Seconds">How long each part is.</param>
/// <param name="Published">Events published in each part.</param>
/// <param name="KnowsPublished">Whether the account logs what is published; else nobody counts it.</param>
/// <param name="Consumers">By title.</param>
public sealed record HealthSeries(
    DateTimeOffset From, int Seconds, IReadOnlyList<long> Published, bool KnowsPublished, IReadOnlyList<ConsumerSeries> Consumers);

/// <summary>What a consumer did in each part.</summary>
/// <param name="Consumer">Its title.</param>
/// <param name="Handled">Events handled.</param>
/// <param name="Failed">Attempts that failed.</param>
public sealed record ConsumerSeries(string Consumer, IReadOnlyList<long> Handled, IReadOnlyList<long> Failed);

/// <summary>How long events took a consumer, from when they were sent to its queue until they were handled: waits, failed attempts and
/// all.</summary>
/// <param name="Consumer">Its title.</param>
/// <param name="Whole">Over all of the time; null when it handled nothing.</param>
/// <param name="Parts">Over each part of it.</param>
/// <param name="IsWhole">Whether every event counts, or the first thousand of each part.</param>
public sealed record ConsumerLatency(string Consumer, Latency? Whole, IReadOnlyList<LatencyPart> Parts, bool IsWhole);

/// <param name="From">Its first moment.</param>
/// <param name="Of">How long events took; null when none was handled.</param>
public sealed record LatencyPart(DateTimeOffset From, Latency? Of);

/// <summary>Percentiles of so many events, by the nearest rank.</summary>
public sealed record Latency(int Events, TimeSpan P50, TimeSpan P99)
{
    /// <summary>Null of no events.</summary>
    public static Latency? Of(IEnumerable<TimeSpan> times)
    {
        TimeSpan[] sorted = [.. times.Order()];
        return sorted.Length == 0 ? null : new Latency(sorted.Length, At(0.5), At(0.99));

        TimeSpan At(double part) => sorted[Math.Max(0, (int)Math.Ceiling(part * sorted.Length) - 1)];
    }
}

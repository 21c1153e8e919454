using System.Text.Json;
using System.Text.Json.Serialization;

namespace Waybill.Local.Disturbances;

/// <summary>What is done to deliveries (the first three: "at least once, in any order" allows them) and to invocations.</summary>
[JsonConverter(typeof(DisturbanceKindConverter))]
public enum DisturbanceKind
{
    /// <summary>A delivery comes twice.</summary>
    Duplicates,

    /// <summary>A delivery comes after a wait of its own, so that others overtake it.</summary>
    Shuffle,

    /// <summary>A delivery comes late.</summary>
    Delay,

    /// <summary>An invocation fails before the function has begun, as if the function could not start.</summary>
    Down,

    /// <summary>The function's process is killed before it has answered an invocation that it has begun.</summary>
    Kill,
}

/// <summary>A disturbance that is on.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Rate">To how many of the deliveries or invocations; 1 is all of them.</param>
/// <param name="Seed">Of the random numbers that say which.</param>
/// <param name="Until">When it ends, by the laptop's clock.</param>
/// <param name="DelaySeconds">How late deliveries come; of no other kind.</param>
/// <param name="Against">To whom; null is everybody.</param>
public sealed record Disturbance(
    DisturbanceKind Kind, double Rate, int Seed, DateTimeOffset Until, int? DelaySeconds, IReadOnlyList<DisturbedConsumer>? Against)
{
    internal bool Concerns(string functionOrQueue) => Against is null
        || Against.Any(consumer => consumer.Function == functionOrQueue || consumer.Queue == functionOrQueue);
}

/// <summary>A function behind a queue, by their names.</summary>
public sealed record DisturbedConsumer(string Function, string Queue);

/// <summary>By name only: a number would be a kind nobody has.</summary>
internal sealed class DisturbanceKindConverter() : JsonStringEnumConverter<DisturbanceKind>(JsonNamingPolicy.CamelCase, false);

using System.Text.Json.Serialization;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Disturbances;
using Waybill.Local.Metrics;

namespace Waybill.Local.Endpoints;

/// <summary>What is waiting; <paramref name="Idle"/> when nothing is, dead letters aside.</summary>
/// <remarks><paramref name="Programs"/> are the addresses of what runs beside the stacks, by name.</remarks>
public sealed record BusStatus(
    string Region, IReadOnlyList<string> Buses, IReadOnlyDictionary<string, Uri> Programs, IReadOnlyList<QueueStatus> Queues,
    long EventsPublished, long EventsDelivered, int PendingDeliveries, bool Idle)
{
    /// <summary>Whether something goes on that is not idle, and is no wait: a function is at work, or about to be.</summary>
    public bool Working { get; init; }

    /// <summary>What nothing happens to before a retry, or before somebody acts; dead letters aside.</summary>
    public IReadOnlyList<WaitStatus> Waits { get; init; } = [];
}

public sealed record QueueStatus(string Name, string Arn, int Visible, int InFlight, int Delayed, double OldestSeconds, bool DeadLetter)
{
    [JsonIgnore]
    public int Messages => Visible + InFlight + Delayed;
}

/// <summary>All that a metric got since start-up, for one combination of dimensions.</summary>
public sealed record MetricSum(string Namespace, string Name, IReadOnlyDictionary<string, string> Dimensions, double Sum, long Count);

internal sealed record Problem(string Error);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(BusStatus))]
[JsonSerializable(typeof(IReadOnlyList<CaughtMail>))]
[JsonSerializable(typeof(IReadOnlyList<MetricSum>))]
[JsonSerializable(typeof(IReadOnlyList<AlarmStatus>))]
[JsonSerializable(typeof(IReadOnlyList<Disturbance>))]
[JsonSerializable(typeof(DisturbanceRequest))]
[JsonSerializable(typeof(Problem))]
internal sealed partial class AdminJson : JsonSerializerContext;

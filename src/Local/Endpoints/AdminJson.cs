using System.Text.Json.Serialization;
using Waybill.Local.Bus.Routing;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Metrics;

namespace Waybill.Local.Endpoints;

/// <summary>What is waiting; <paramref name="Idle"/> when nothing is, dead letters aside.
/// <paramref name="Programs"/> are addresses by name.</summary>
public sealed record BusStatus(
    string Region, IReadOnlyList<string> Buses, IReadOnlyDictionary<string, Uri> Programs, IReadOnlyList<QueueStatus> Queues,
    long EventsPublished, long EventsDelivered, int PendingDeliveries, bool Idle);

public sealed record QueueStatus(string Name, string Arn, int Visible, int InFlight, int Delayed, double OldestSeconds, bool DeadLetter)
{
    [JsonIgnore]
    public int Messages => Visible + InFlight + Delayed;
}

/// <summary>All that a metric got since start-up, for one combination of dimensions.</summary>
public sealed record MetricSum(string Namespace, string Name, IReadOnlyDictionary<string, string> Dimensions, double Sum, long Count);

internal sealed record ChaosChange(bool Duplicates = false, bool Shuffle = false, int Seed = 1);

internal sealed record Problem(string Error);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(BusStatus))]
[JsonSerializable(typeof(IReadOnlyList<CaughtMail>))]
[JsonSerializable(typeof(IReadOnlyList<MetricSum>))]
[JsonSerializable(typeof(IReadOnlyList<AlarmStatus>))]
[JsonSerializable(typeof(ChaosSettings))]
[JsonSerializable(typeof(ChaosChange))]
[JsonSerializable(typeof(Problem))]
internal sealed partial class AdminJson : JsonSerializerContext;

using System.Text.Json;
using System.Text.Json.Serialization;
using Waybill.Local.Bus.Routing;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Metrics;
using Waybill.Local.StandIns;

namespace Waybill.Local.Endpoints;

/// <summary>What is waiting; <paramref name="Idle"/> when nothing is, dead letters aside.</summary>
public sealed record BusStatus(
    string Region, IReadOnlyList<string> Buses, IReadOnlyList<QueueStatus> Queues, long EventsPublished, long EventsDelivered, int PendingDeliveries, bool Idle);

public sealed record QueueStatus(string Name, string Arn, int Visible, int InFlight, int Delayed, double OldestSeconds, bool DeadLetter);

/// <summary>All that a metric got since start-up, for one combination of dimensions.</summary>
public sealed record MetricSum(string Namespace, string Name, IReadOnlyDictionary<string, string> Dimensions, double Sum, long Count);

internal sealed record ModeChange([property: JsonConverter(typeof(StandInModeConverter))] StandInMode Mode);

/// <summary>By name only: a number would be a mode nobody has.</summary>
internal sealed class StandInModeConverter() : JsonStringEnumConverter<StandInMode>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);

internal sealed record ChaosChange(bool Duplicates = false, bool Reorder = false, int Seed = 1);

internal sealed record Problem(string Error);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(BusStatus))]
[JsonSerializable(typeof(IEnumerable<CaughtMail>))]
[JsonSerializable(typeof(IEnumerable<MetricSum>))]
[JsonSerializable(typeof(IReadOnlyList<AlarmStatus>))]
[JsonSerializable(typeof(ChaosSettings))]
[JsonSerializable(typeof(ChaosChange))]
[JsonSerializable(typeof(ModeChange))]
[JsonSerializable(typeof(Problem))]
internal sealed partial class AdminJson : JsonSerializerContext;

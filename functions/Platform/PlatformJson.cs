using System.Text.Json.Serialization;
using Amazon.Lambda.SQSEvents;

namespace Waybill.Platform;

/// <summary>Every JSON shape this team reads or writes; what a record declares must be there.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(SQSEvent))]
[JsonSerializable(typeof(SQSBatchResponse))]
[JsonSerializable(typeof(Sighting))]
[JsonSerializable(typeof(UncataloguedEventSeen))]
public sealed partial class PlatformJson : JsonSerializerContext;

using System.Text.Json.Serialization;
using Amazon.Lambda.SQSEvents;

namespace Waybill.Warehouse;

/// <summary>Every JSON shape this team reads or writes; what a record declares must be there.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(SQSEvent))]
[JsonSerializable(typeof(SQSBatchResponse))]
[JsonSerializable(typeof(StockLevelChanged))]
[JsonSerializable(typeof(ReorderPlaced))]
public sealed partial class WarehouseJson : JsonSerializerContext;

using System.Text.Json.Serialization;
using Amazon.Lambda.SQSEvents;

namespace Waybill.Inventory;

/// <summary>Every JSON shape this team reads, writes or keeps; what a record declares must be there.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(SQSEvent))]
[JsonSerializable(typeof(SQSBatchResponse))]
[JsonSerializable(typeof(OrderChanged))]
[JsonSerializable(typeof(ReorderPlaced))]
[JsonSerializable(typeof(OrderItems))]
[JsonSerializable(typeof(StockLevelChanged))]
[JsonSerializable(typeof(IReadOnlyList<StockLevel>))]
public sealed partial class InventoryJson : JsonSerializerContext;

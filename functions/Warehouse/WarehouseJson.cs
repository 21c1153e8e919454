namespace Waybill.Warehouse;

/// <summary>What this team publishes, and what it says to others and they to it; what a record declares must be there.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ReorderPlaced))]
public sealed partial class WarehouseJson : JsonSerializerContext;

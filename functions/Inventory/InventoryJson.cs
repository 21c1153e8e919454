namespace Waybill.Inventory;

/// <summary>What this team publishes and keeps, and what others answer it; what a record declares must be there.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(OrderItems))]
[JsonSerializable(typeof(StockLevelChanged))]
[JsonSerializable(typeof(IReadOnlyList<StockLevel>))]
public sealed partial class InventoryJson : JsonSerializerContext;

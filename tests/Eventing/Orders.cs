using System.Text.Json;
using System.Text.Json.Serialization;

namespace Waybill.Eventing.Tests;

/// <summary>What the tests' consumers read.</summary>
public sealed record OrderPlaced(string OrderId, decimal Total);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(OrderPlaced))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class TestJson : JsonSerializerContext;

internal static class Orders
{
    public static Event<OrderPlaced> Placed(string orderId, string? eventId = null) => new()
    {
        Id = eventId ?? $"event-{orderId}",
        Source = "shop.orders",
        Type = "OrderPlaced.v1",
        Time = new DateTimeOffset(2026, 3, 2, 8, 0, 0, 123, TimeSpan.FromHours(1)),
        DataSchema = "https://events.shop.example/OrderPlaced/1.0.0/schema.json",
        CorrelationId = "correlation",
        PartitionKey = orderId,
        TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        Data = new OrderPlaced(orderId, 12.50m),
    };

    public static string Detail(Event<OrderPlaced> @event) => Envelope.Write(@event, TestJson.Default.OrderPlaced);
}

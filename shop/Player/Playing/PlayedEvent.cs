using System.Text.Json.Nodes;
using Waybill.Eventing;

namespace Waybill.Player.Playing;

/// <summary>An event as its producer publishes it.</summary>
/// <remarks>Its id is derived from <see cref="Cause"/>, so that playing a file again publishes the same events, not new ones.</remarks>
internal sealed record PlayedEvent(
    string Cause, int Ordinal, string Source, string Type, string DataSchema, string OrderId, JsonObject Data)
{
    private const string Orders = "shop.orders";

    public static PlayedEvent OrderCreated(Order order) =>
        new($"invoice/{order.OrderId}", 0, Orders, "OrderCreated.v2", Schema("OrderCreated", "2.0.0"), order.OrderId, new JsonObject
        {
            ["orderId"] = order.OrderId,
            ["totalPrice"] = order.TotalPrice,
            ["currency"] = ShopDay.Currency,
        });

    public static PlayedEvent OrderReturned(string returnId, string orderId, int ordinal) =>
        new($"invoice/{returnId}", ordinal, Orders, "OrderReturned.v1", Schema("OrderReturned", "1.0.0"), orderId, new JsonObject
        {
            ["orderId"] = orderId,
            ["reason"] = "returned-by-customer",
            ["returnId"] = returnId,
        });

    /// <summary>The catalog URI of an event's schema, with its full version.</summary>
    public static string Schema(string name, string version) => $"https://events.shop.example/{name}/{version}/schema.json";

    public Event<JsonObject> At(DateTimeOffset time)
    {
        var id = EventId.Derive(Cause, Type, Ordinal);
        return new Event<JsonObject>
        {
            Id = id,
            Source = Source,
            Type = Type,
            Time = time,
            DataSchema = DataSchema,
            CorrelationId = id,
            PartitionKey = OrderId,
            Data = Data,
        };
    }
}

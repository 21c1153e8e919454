using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using Waybill.Local.Bus.Storage;

namespace Waybill.Local.StandIns;

/// <summary>What the shop's other systems know of an order; <paramref name="Email"/> is null for a guest.</summary>
public sealed record KnownOrder(string OrderId, string? Email, IReadOnlyList<KnownItem> Items);

public sealed record KnownItem(string Sku, int Quantity, decimal UnitPrice);

/// <summary>The orders that logistics and the customer directory are asked about; durable.</summary>
public sealed class Orders
{
    private const string Kind = "order";

    private readonly ConcurrentDictionary<string, KnownOrder> _orders = new(StringComparer.Ordinal);
    private readonly BusStore _store;

    public Orders(BusStore store)
    {
        _store = store;
        foreach (var (id, json) in store.Reader.StandIn(Kind))
        {
            _orders[id] = JsonSerializer.Deserialize(json, StandInJson.Default.KnownOrder)!;
        }
    }

    public KnownOrder? Find(string orderId) => _orders.GetValueOrDefault(orderId);

    /// <summary>Makes orders known, over what was known of them.</summary>
    public Task PutAsync(IReadOnlyList<KnownOrder> orders, CancellationToken cancellationToken) => _store.CommitAsync(
        transaction =>
        {
            foreach (var order in orders)
            {
                transaction.PutStandIn(Kind, order.OrderId, JsonSerializer.Serialize(order, StandInJson.Default.KnownOrder));
            }
        },
        () =>
        {
            foreach (var order in orders)
            {
                _orders[order.OrderId] = order;
            }
        },
        cancellationToken);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(KnownOrder))]
[JsonSerializable(typeof(List<KnownOrder>))]
[JsonSerializable(typeof(OrderItems))]
[JsonSerializable(typeof(Contact))]
[JsonSerializable(typeof(ContractTerms))]
[JsonSerializable(typeof(Contract))]
[JsonSerializable(typeof(IReadOnlyList<Contract>))]
internal sealed partial class StandInJson : JsonSerializerContext;

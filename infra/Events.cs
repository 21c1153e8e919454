namespace Waybill.Infra;

/// <summary>An event as rules see it: EventBridge's <c>source</c> and <c>detail-type</c>.</summary>
public sealed record EventType(string Source, string DetailType);

/// <summary>The events of the catalog, by name, for the stacks that subscribe to them. A test holds this list against the catalog.</summary>
public static class Events
{
    public static readonly EventType OrderCreatedV1 = new("shop.orders", "OrderCreated.v1");
    public static readonly EventType OrderCreatedV2 = new("shop.orders", "OrderCreated.v2");
    public static readonly EventType OrderCancelledV1 = new("shop.orders", "OrderCancelled.v1");
    public static readonly EventType OrderReturnedV1 = new("shop.orders", "OrderReturned.v1");
    public static readonly EventType OrderCompletedV1 = new("shop.orders", "OrderCompleted.v1");
    public static readonly EventType StockLevelChangedV1 = new("shop.inventory", "StockLevelChanged.v1");
    public static readonly EventType ReorderPlacedV1 = new("shop.warehouse", "ReorderPlaced.v1");
    public static readonly EventType ContractIssuedV1 = new("shop.contracts", "ContractIssued.v1");
    public static readonly EventType ContractCancelledV1 = new("shop.contracts", "ContractCancelled.v1");
    public static readonly EventType OrderShippedV1 = new("shop.logistics", "OrderShipped.v1");
    public static readonly EventType DeliveryProgressedV1 = new("shop.logistics", "DeliveryProgressed.v1");
    public static readonly EventType OrderDeliveredV1 = new("shop.logistics", "OrderDelivered.v1");
    public static readonly EventType UncataloguedEventSeenV1 = new("shop.platform", "UncataloguedEventSeen.v1");

    public static IReadOnlyList<EventType> All { get; } =
    [
        OrderCreatedV1, OrderCreatedV2, OrderCancelledV1, OrderReturnedV1, OrderCompletedV1,
        StockLevelChangedV1, ReorderPlacedV1, ContractIssuedV1, ContractCancelledV1,
        OrderShippedV1, DeliveryProgressedV1, OrderDeliveredV1, UncataloguedEventSeenV1,
    ];
}

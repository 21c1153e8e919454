namespace Waybill.Infra.Teams;

/// <summary>Who follows an order's life from every team's events about it.</summary>
public sealed class OrdersStack : TeamStack
{
    public OrdersStack(Deployment deployment) : base(deployment, "Orders", "shop.orders")
    {
        var timelines = Projection("TrackOrder", "timelines", "TIMELINES_TABLE", key: "orderId", sortKey: "entry", "PutItem");
        string[] everyEventAboutAnOrder =
        [
            "OrderCreated.v2", "OrderCancelled.v1", "OrderReturned.v1", "OrderCompleted.v1",
            "ContractIssued.v1", "ContractCancelled.v1",
            "OrderShipped.v1", "DeliveryProgressed.v1", "OrderDelivered.v1",
        ];

        Subscribe("TrackOrder", everyEventAboutAnOrder, keeps: timelines);
    }
}

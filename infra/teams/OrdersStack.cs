using Constructs;
using Waybill.Infra.LeastData;

namespace Waybill.Infra.Teams;

/// <summary>Who puts orders on the bus, and who follows an order's life from every team's events about it.</summary>
public sealed class OrdersStack : TeamStack
{
    public OrdersStack(Construct scope, EnvironmentSettings settings, Repository repository, DeclaredData data)
        : base(scope, Team.Orders, settings, repository, data)
    {
        var timelines = Table("timelines", key: "orderId", sortKey: "entry");
        Variables["TIMELINES_TABLE"] = timelines.TableName;

        AddProducer("producer");

        _ = new Subscription(this, "TrackOrder", new SubscriptionProps
        {
            Events =
            [
                Events.OrderCreatedV2, Events.OrderCancelledV1, Events.OrderReturnedV1, Events.OrderCompletedV1,
                Events.ContractIssuedV1, Events.ContractCancelledV1,
                Events.OrderShippedV1, Events.DeliveryProgressedV1, Events.OrderDeliveredV1,
            ],
            Function = Consumer("TrackOrder", ReadAndWrite(timelines)),
        });
    }
}

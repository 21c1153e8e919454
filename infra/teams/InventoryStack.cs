using Constructs;
using Waybill.Infra.LeastData;

namespace Waybill.Infra.Teams;

/// <summary>Who keeps the stock levels: orders lower them, reorders raise them, returns go to inspection.</summary>
public sealed class InventoryStack : TeamStack
{
    public InventoryStack(Construct scope, EnvironmentSettings settings, Repository repository, DeclaredData data)
        : base(scope, Team.Inventory, settings, repository, data)
    {
        var levels = Table("stock-levels", key: "sku");
        var movements = Table("stock-movements", key: "movementId");
        Variables["STOCK_LEVELS_TABLE"] = levels.TableName;
        Variables["STOCK_MOVEMENTS_TABLE"] = movements.TableName;
        Variables["LOGISTICS_URL"] = settings.LogisticsUrl;

        _ = new Subscription(this, "ReserveStock", new SubscriptionProps
        {
            Events = [Events.OrderCreatedV2, Events.OrderCancelledV1, Events.OrderReturnedV1],
            Function = Consumer("ReserveStock", ReadAndWrite(levels), ReadAndWrite(movements, "dynamodb:BatchGetItem"), Publish),
        });

        _ = new Subscription(this, "ReceiveReorder", new SubscriptionProps
        {
            Events = [Events.ReorderPlacedV1],
            Function = Consumer("ReceiveReorder", ReadAndWrite(levels), ReadAndWrite(movements, "dynamodb:BatchGetItem"), Publish),
        });
    }
}

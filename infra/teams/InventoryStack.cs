using Amazon.CDK.AWS.IAM;

namespace Waybill.Infra.Teams;

/// <summary>Who keeps the stock levels: orders lower them, reorders raise them, returns go to inspection.</summary>
public sealed class InventoryStack : TeamStack
{
    public InventoryStack(Deployment deployment) : base(deployment, "Inventory", "shop.inventory")
    {
        var levels = Table("stock-levels", key: "sku");
        var movements = Table("stock-movements", key: "movementId");
        Variables["STOCK_LEVELS_TABLE"] = levels.TableName;
        Variables["STOCK_MOVEMENTS_TABLE"] = movements.TableName;
        Variables["LOGISTICS_URL"] = Settings.Url("logisticsUrl");
        PolicyStatement[] moveStock =
            [Items(levels, "GetItem", "UpdateItem"), Items(movements, "GetItem", "PutItem", "BatchGetItem"), Publish];

        Subscribe("ReserveStock", ["OrderCreated.v2", "OrderCancelled.v1", "OrderReturned.v1"], may: moveStock);
        Subscribe("ReceiveReorder", ["ReorderPlaced.v1"], may: moveStock);
    }
}

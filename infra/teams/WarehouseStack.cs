namespace Waybill.Infra.Teams;

/// <summary>Who orders goods when they run short.</summary>
public sealed class WarehouseStack : TeamStack
{
    public WarehouseStack(Deployment deployment) : base(deployment, "Warehouse", "shop.warehouse")
    {
        var reorders = Table("reorders", key: "reorderId");
        Variables["REORDERS_TABLE"] = reorders.TableName;

        Subscribe(
            "ReorderStock",
            ["StockLevelChanged.v1"],
            may: [Items(reorders, "PutItem"), Publish],
            data: new() { ["belowReorderPoint"] = [true] });
    }
}

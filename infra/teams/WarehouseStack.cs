using Constructs;
using Waybill.Infra.LeastData;

namespace Waybill.Infra.Teams;

/// <summary>Who orders goods when they run short.</summary>
public sealed class WarehouseStack : TeamStack
{
    public WarehouseStack(Construct scope, EnvironmentSettings settings, Repository repository, DeclaredData data)
        : base(scope, Team.Warehouse, settings, repository, data)
    {
        var reorders = Table("reorders", key: "reorderId");
        Variables["REORDERS_TABLE"] = reorders.TableName;

        _ = new Subscription(this, "ReorderStock", new SubscriptionProps
        {
            Events = [Events.StockLevelChangedV1],
            Data = new() { ["belowReorderPoint"] = [true] },
            Function = Consumer("ReorderStock", ReadAndWrite(reorders), Publish),
        });
    }
}

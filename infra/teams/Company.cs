namespace Waybill.Infra.Teams;

/// <summary>Which teams there are, each with its stack.</summary>
public static class Company
{
    public static IReadOnlyList<TeamStack> Teams(Deployment deployment) =>
    [
        new NotificationsStack(deployment),
        new ContractsStack(deployment),
        new InventoryStack(deployment),
        new WarehouseStack(deployment),
        new OrdersStack(deployment),
    ];
}

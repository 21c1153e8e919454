namespace Waybill.Infra.Teams;

/// <summary>Which teams there are, each with its stack.</summary>
public static class Company
{
    public static IReadOnlyList<TeamStack> Teams(Deployment deployment) =>
    [
        new ReceptionStack(deployment),
    ];
}

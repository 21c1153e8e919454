namespace Waybill.Infra.Teams;

/// <summary>Who greets visitors, and what greets them.</summary>
public sealed class ReceptionStack : TeamStack
{
    public ReceptionStack(Deployment deployment) : base(deployment, "Reception", "acme.reception")
    {
        Subscribe("GreetVisitor", ["VisitorArrived.v1"]);
    }
}

namespace Waybill.Local.Template.Deploying;

/// <summary>Says what is wrong with a name that is made again, and what to do.</summary>
internal static class CollisionFindings
{
    public static DeploymentFinding Of(NameCollision collision)
    {
        var (maker, owner) = (collision.Maker, collision.Owner);
        var name = maker.NewIdentity!.Text;
        var (problem, advice) = collision switch
        {
            { Owner.Action: DeploymentAction.Create } => (
                $"{Place(maker, owner)} makes {name} as well", "Give one of them another name, or make it once."),
            { Owner.Action: DeploymentAction.Keep } => (
                $"{name} stays in the account when {Place(maker, owner)} leaves its template, so it cannot be made again",
                $"Keep the logical id {owner.LogicalId}; or take what is there over with cdk import; or choose another name."),
            { Owner.Action: DeploymentAction.Replace, IsFreed: false } => (
                $"{name} stays in the account when {Place(maker, owner)} is replaced, so it cannot be made again",
                "Choose another name."),
            { IsFreed: false } => ($"{Place(maker, owner)} has {name} already, and keeps it", "Choose another name."),
            _ when maker.Stack == owner.Stack => (
                $"{name} would be made while {owner.LogicalId} still has it",
                $"Keep the logical id {owner.LogicalId} (OverrideLogicalId in the CDK), or choose another name{Lost(owner)}."),
            _ => (
                $"{Place(maker, owner)} has {name} until that stack is deployed, and nothing says that it is deployed first",
                $"Retain it in {owner.Stack}, deploy, and take it over with cdk import; or take it out of {owner.Stack} in a deployment "
                + $"before{Lost(owner)}."),
        };
        return new DeploymentFinding(
            FindingKind.Refused, maker.Stack, maker.LogicalId, maker.Type, maker.NewIdentity.Text, Property(maker),
            $"CloudFormation refuses (already exists): {problem}", advice);
    }

    private static PropertyChange? Property(ComparedResource maker) =>
        maker.Changes.FirstOrDefault(change => change.Name == maker.Rule!.Name);

    private static string Place(ComparedResource maker, ComparedResource owner) =>
        owner.Stack == maker.Stack ? owner.LogicalId : $"{owner.LogicalId} of stack {owner.Stack}";

    private static string Lost(ComparedResource owner) => owner.Rule?.Holds is { } holds ? $" (lost then: {holds})" : "";
}

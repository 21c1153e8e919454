namespace Waybill.Local.Template.Deploying;

/// <summary>Says what is wrong with the change of one resource, and what to do.</summary>
internal static class ChangeFindings
{
    /// <summary>At most one: the worst.</summary>
    public static DeploymentFinding? Of(ComparedResource resource) => resource.Action switch
    {
        _ when resource.IsOtherType => Finding(
            FindingKind.Refused, resource, null, $"CloudFormation refuses to make another type of it: {resource.Type}",
            "Give the new one another logical id and another name."),
        _ when resource.Changes.FirstOrDefault(change => change.Effect == UpdateEffect.Refused) is { } refused =>
            Refused(resource, refused),
        DeploymentAction.Replace => Replaced(resource, Cause(resource, UpdateEffect.Replaces)),
        DeploymentAction.MayReplace => Finding(
            FindingKind.Unknown, resource, Cause(resource, UpdateEffect.MayReplace), "may be replaced: CloudFormation decides",
            "See what `cdk diff` says of it."),
        DeploymentAction.Delete when resource.Rule?.Holds is { } holds => Finding(
            FindingKind.Deleted, resource, null, $"would be deleted; lost: {holds}",
            "Leave it in its stack; or give it the removal policy RETAIN, deploy that, and take it out then: it stays in the account."),
        DeploymentAction.Keep => Finding(
            FindingKind.Left, resource, null,
            resource.IsProtected
                ? "its deletion protection refuses its deletion: it stays in the account, no longer managed"
                : "stays in the account, no longer managed",
            "Nothing, or delete it by hand when nobody needs it any more."),
        _ => null,
    };

    /// <summary>No deployment deletes a stack; whoever does it by hand should know what is in it.</summary>
    public static DeploymentFinding OfLeft(ComparedStack stack)
    {
        var holding = stack.Resources.Where(resource => resource.Rule?.Holds is not null)
            .Select(resource => resource.Name ?? resource.LogicalId).ToList();
        return new DeploymentFinding(
            FindingKind.Left, stack.Name, null, null, null, null,
            "is no longer synthesized; no deployment deletes a stack, so it stays in the account, no longer managed",
            holding.Count == 0
                ? $"Delete it by hand: aws cloudformation delete-stack --stack-name {stack.Name}"
                : $"Before you delete it by hand, see to what holds data in it: {string.Join(", ", holding)}.");
    }

    private static DeploymentFinding Refused(ComparedResource resource, PropertyChange refused) => refused.Name == TableIndexes.Property
        ? Finding(
            FindingKind.Refused, resource, refused,
            "CloudFormation refuses to make or delete more than one index at once, and another key or projection of one",
            "Make or delete one a deployment; give an index with another key another name.")
        : Finding(
            FindingKind.Refused, resource, refused, $"CloudFormation refuses every change of {refused.Name}",
            $"Take the change of {refused.Name} back, or make a second one under another logical id.");

    private static DeploymentFinding? Replaced(ComparedResource resource, PropertyChange cause)
    {
        var holds = resource.Rule?.Holds;
        if (resource.IsRefused)
        {
            var isNamed = resource.Name is not null;
            return Finding(
                FindingKind.Refused, resource, cause,
                isNamed
                    ? "CloudFormation refuses: \"CloudFormation cannot update a stack when a custom-named resource requires replacing. "
                        + $"Rename {resource.Name} and update the stack again.\""
                    : "CloudFormation refuses (already exists): the new one would be made while the old one is still there",
                isNamed
                    ? $"Take the change of {cause.Name} back, or give it another {resource.Rule!.Name} as well"
                        + (holds is null ? "." : $": that one starts empty, without {holds}.")
                    : $"Take the change of {cause.Name} back, or remove it in a deployment before.");
        }

        return holds is null
            ? null
            : Finding(
                FindingKind.Replaced, resource, cause,
                resource.LeavesOld
                    ? $"would be replaced by an empty one; the old one stays in the account, no longer managed, with {holds}"
                    : $"would be replaced by an empty one; lost with the old one: {holds}",
                $"Take the change of {cause.Name} back; or make a second one beside it, move what it holds, and remove this one later.");
    }

    /// <summary>The first in the table's sequence: keys say more than the attributes they are of.</summary>
    private static PropertyChange Cause(ComparedResource resource, UpdateEffect effect) => resource.Changes
        .Where(change => change.Effect == effect)
        .MinBy(change => resource.Rule?.Replacing.Contains(change.Name, StringComparer.Ordinal) == true ? 0 : 1)!;

    private static DeploymentFinding Finding(
        FindingKind kind, ComparedResource resource, PropertyChange? property, string problem, string advice) =>
        new(kind, resource.Stack, resource.LogicalId, resource.Type, resource.Name, property, problem, advice);
}

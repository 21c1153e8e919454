namespace Waybill.Local.Template.Deploying;

/// <summary>A resource that is to be made while another one still has what it needs.</summary>
/// <param name="Maker">The one to be made.</param>
/// <param name="Owner">Who has the name; it may be new as well.</param>
/// <param name="IsFreed">Whether the owner goes, though not before the maker comes.</param>
internal sealed record NameCollision(ComparedResource Maker, ComparedResource Owner, bool IsFreed);

/// <summary>Finds names that are made again too early: CloudFormation makes what is new in a stack before it deletes what is old in
/// it.</summary>
internal static class NameCollisions
{
    /// <param name="resources">Of all stacks.</param>
    /// <param name="deployedBefore">Whether the first stack is deployed before the second one in any case.</param>
    public static IReadOnlyList<NameCollision> Find(
        IReadOnlyList<ComparedResource> resources, Func<string, string, bool> deployedBefore)
    {
        var owners = new Dictionary<ResourceIdentity, ComparedResource>();
        foreach (var resource in resources.Where(resource => resource.OldIdentity is not null))
        {
            owners.TryAdd(resource.OldIdentity!, resource);
        }

        var made = new Dictionary<ResourceIdentity, ComparedResource>();
        var found = new List<NameCollision>();
        foreach (var maker in resources.Where(resource => IsMade(resource) && resource.NewIdentity is not null))
        {
            if (owners.TryGetValue(maker.NewIdentity!, out var owner) && owner != maker
                && !(owner.FreesName && owner.Stack != maker.Stack && deployedBefore(owner.Stack, maker.Stack)))
            {
                found.Add(new NameCollision(maker, owner, owner.FreesName));
            }
            else if (!made.TryAdd(maker.NewIdentity!, maker))
            {
                found.Add(new NameCollision(maker, made[maker.NewIdentity!], IsFreed: false));
            }
        }

        return found;
    }

    private static bool IsMade(ComparedResource resource) =>
        resource.Action == DeploymentAction.Create || (resource.Action == DeploymentAction.Replace && !resource.IsRefused);
}

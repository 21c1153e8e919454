using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Template.Deploying;

/// <summary>A stack as it was and as it is to be.</summary>
internal sealed class ComparedStack
{
    private readonly Stack? _before;
    private readonly Stack? _after;

    private ComparedStack(Stack? before, Stack? after)
    {
        (_before, _after) = (before, after);
        var (old, now) = (ById(before), ById(after));
        Resources =
        [
            .. old.Keys.Union(now.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(id => new ComparedResource(
                Name, old.GetValueOrDefault(id), now.GetValueOrDefault(id), staysWithStack: after is null)),
        ];
    }

    public string Name => (_after ?? _before)!.Name;

    /// <summary>By logical id.</summary>
    public IReadOnlyList<ComparedResource> Resources { get; }

    /// <summary>Whether it is there only before: it is no longer synthesized, and stays where it is deployed.</summary>
    public bool IsLeft => _after is null;

    public static ComparedStack Of(Stack? before, Stack? after)
    {
        var stack = new ComparedStack(before, after);
        foreach (var resource in stack.Resources)
        {
            resource.Compare();
        }

        stack.Propagate();
        return stack;
    }

    /// <summary>What the deployment does with it; null when that is nothing.</summary>
    public StackChange? Change()
    {
        var changes = Resources.Where(resource => resource.Action != DeploymentAction.Unchanged)
            .OrderBy(resource => resource.Action).ThenBy(resource => resource.Type, StringComparer.Ordinal)
            .ThenBy(resource => resource.LogicalId, StringComparer.Ordinal)
            .Select(resource => new ResourceChange(
                resource.Action, resource.LogicalId, resource.Type, resource.Name, resource.Changes)).ToList();
        var stack = (_after ?? _before)!;
        return changes.Count == 0 ? null : new StackChange(stack.Name, stack.Account, stack.Region, Action, changes);
    }

    private DeploymentAction Action => this switch
    {
        { _before: null } => DeploymentAction.Create,
        { _after: null } => DeploymentAction.Keep,
        _ => DeploymentAction.Change,
    };

    /// <summary>A new bus has new rules, and a new rule may have more that is new.</summary>
    private void Propagate()
    {
        bool isNews;
        do
        {
            isNews = false;
            foreach (var referred in Resources)
            {
                foreach (var resource in Resources)
                {
                    isNews |= resource.Follow(referred);
                }
            }
        }
        while (isNews);
    }

    private static Dictionary<string, Resource> ById(Stack? stack) =>
        (stack?.Resources ?? []).ToDictionary(resource => resource.LogicalId, StringComparer.Ordinal);
}

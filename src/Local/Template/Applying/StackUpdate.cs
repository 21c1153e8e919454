using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Machine;

namespace Waybill.Local.Template.Applying;

/// <summary>What became of one of a template's resources.</summary>
public enum StackAction
{
    Unchanged,
    Created,
    Updated,
    Replaced,
    Deleted,

    /// <summary>The template no longer has it, and said that it should then stay.</summary>
    Retained,
}

/// <summary>One line of the table that says what applying a template did.</summary>
public sealed record StackResult(StackAction Action, string Stack, string LogicalId, string Kind, string Arn);

/// <summary>The difference between what a template declares and what it declared when it was last applied, made to the account.</summary>
/// <remarks>
/// As in CloudFormation, a resource is compared with what the template said of it last, not with what a call may have made of it since:
/// what has not changed is not touched. All of it is one change of the account: half of a template is never there.
/// </remarks>
internal sealed class StackUpdate(Change change, Func<IResource, string?> holds, bool allowReplacement)
{
    private readonly List<StackResult> _results = [];
    private readonly List<IResource> _replaced = [];
    private readonly List<string> _refused = [];

    /// <param name="change">The account, in the making.</param>
    /// <param name="declarations">What the template declares, each after what it needs.</param>
    /// <param name="holds">Says what a resource holds ("12 messages"); null when it is empty.</param>
    /// <param name="allowReplacement">Whether what holds something may be replaced by an empty one.</param>
    /// <exception cref="StackUpdateException">A resource is refused; the message names each and says why.</exception>
    public static IReadOnlyList<StackResult> Apply(
        Change change, IReadOnlyList<Declaration> declarations, Func<IResource, string?> holds, bool allowReplacement)
    {
        var update = new StackUpdate(change, holds, allowReplacement);
        var gone = change.Resources.All<StackMember>().ToDictionary(member => member.Arn, StringComparer.Ordinal);
        foreach (var declaration in declarations)
        {
            gone.Remove(declaration.Member, out var member);
            update.Attempt(declaration, member);
        }

        update.Finish(gone.Values);
        return update._results;
    }

    private void Attempt(Declaration declaration, StackMember? member)
    {
        try
        {
            Apply(declaration, member);
        }
        catch (AwsException refused)
        {
            _refused.Add($"{declaration.LogicalId} of stack {declaration.Stack}: {refused.Message} ({refused.Code})");
        }
    }

    private void Apply(Declaration declaration, StackMember? member)
    {
        var resource = declaration.Resource;
        var applied = ResourceJson.Write(resource);
        var existing = member is null ? null : change.Resources.Find(resource.GetType(), member.ResourceArn);
        var action = Action(resource, applied, member, existing);
        switch (action)
        {
            case StackAction.Created:
                RequireFree(resource);
                Provision.Create(change, resource);
                break;
            case StackAction.Updated:
                Provision.Update(change, resource);
                break;
            case StackAction.Replaced:
                Replace(declaration, existing!);
                break;
        }

        change.Put(new StackMember(
            declaration.Stack, declaration.LogicalId, ResourceJson.Kind(resource), resource.Arn, applied, declaration.Retain));
        Note(action, declaration.Stack, declaration.LogicalId, resource);
    }

    private static StackAction Action(IResource resource, string applied, StackMember? member, IResource? existing) => existing switch
    {
        null => StackAction.Created,
        _ when member!.Applied == applied => StackAction.Unchanged,
        _ when Replacement.IsNeeded(existing, resource) => StackAction.Replaced,
        _ => StackAction.Updated,
    };

    /// <summary>A name that somebody else has is taken: adopting it in silence would hide the collision.</summary>
    private void RequireFree(IResource resource)
    {
        IResource? existing = resource is AlarmDefinition
            ? AlarmOperations.Find(change.Resources, resource.Arn)
            : change.Resources.Find(resource.GetType(), resource.Arn);
        if (resource is EventBus { Name: EventBus.Default } || existing is null)
        {
            return;
        }

        var owner = change.Resources.All<StackMember>().FirstOrDefault(member => member.ResourceArn == resource.Arn);
        throw new AwsException(
            "AlreadyExists", owner is null
                ? $"{resource.Arn} already exists, made by a call outside the template: delete it, or choose another name"
                : $"{resource.Arn} already exists in stack {owner.Stack}, as {owner.LogicalId}");
    }

    private void Replace(Declaration declaration, IResource existing)
    {
        if (!allowReplacement && holds(existing) is { } held)
        {
            throw new AwsException(
                "ReplacementNotAllowed",
                $"its change makes a new resource of it, and {existing.Arn} holds {held}, which would be lost. "
                    + "Undo the change, or allow it with --allow-replacement");
        }

        if (existing.Arn == declaration.Resource.Arn)
        {
            Provision.Delete(change, existing);
        }
        else
        {
            RequireFree(declaration.Resource);
            _replaced.Add(existing);
        }

        Provision.Create(change, declaration.Resource);
    }

    /// <summary>Deletes what the template no longer has, those first that need others.</summary>
    private void Finish(IEnumerable<StackMember> gone)
    {
        var members = gone.Select(member => (Member: member, Resource: change.Resources.Find(Kind(member), member.ResourceArn))).ToList();
        foreach (var (member, resource) in members.OrderBy(one => DeletionRank(one.Resource)))
        {
            if (resource is not null && !member.Retain)
            {
                Try(member.LogicalId, member.Stack, () => Provision.Delete(change, resource));
            }

            change.Remove(member);
            Note(
                resource is not null && member.Retain ? StackAction.Retained : StackAction.Deleted, member.Stack, member.LogicalId,
                member.Kind, member.ResourceArn);
        }

        foreach (var resource in _replaced.OrderBy(DeletionRank))
        {
            Try(resource.Arn, "", () => Provision.Delete(change, resource));
        }

        if (_refused.Count > 0)
        {
            throw new StackUpdateException(_refused);
        }
    }

    private void Try(string logicalId, string stack, Action delete)
    {
        try
        {
            delete();
        }
        catch (AwsException refused)
        {
            _refused.Add($"{logicalId} of stack {stack} cannot be deleted: {refused.Message} ({refused.Code})");
        }
    }

    private static Type Kind(StackMember member) => ResourceJson.KindOf(member.Kind);

    private static int DeletionRank(IResource? resource) => resource switch
    {
        AlarmDefinition => 0,
        EventSourceMapping or FunctionPermission or EventInvokeConfig => 1,
        Archive => 2,
        Rule or TopicSubscription => 3,
        Function => 4,
        Queue { Redrive: not null } => 5,
        Queue => 6,
        EventBus => 7,
        _ => 8,
    };

    private void Note(StackAction action, string stack, string logicalId, IResource resource) =>
        Note(action, stack, logicalId, ResourceJson.Kind(resource), resource.Arn);

    private void Note(StackAction action, string stack, string logicalId, string kind, string arn) =>
        _results.Add(new StackResult(action, stack, logicalId, kind, arn));
}

/// <summary>The template was not applied, and the account is as it was.</summary>
public sealed class StackUpdateException(IReadOnlyList<string> refused) : LaptopStartException(
    $"The template was not applied; the account is as it was:{Environment.NewLine}"
        + string.Join(Environment.NewLine, refused.Select(reason => "  " + reason)))
{
    public IReadOnlyList<string> Refused => refused;
}

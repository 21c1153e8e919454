using Waybill.Local.Account;
using Waybill.Local.Account.Operations;

namespace Waybill.Local.Template.Applying;

/// <summary>Makes, changes and deletes a template's resource by its service's operations, as CloudFormation does.</summary>
internal static class Provision
{
    public static void Create(Change change, IResource resource)
    {
        switch (resource)
        {
            // The template put a policy on the bus that is there anyway.
            case EventBus { Name: EventBus.Default } bus:
                BusOperations.Update(change, bus);
                break;
            case EventBus bus:
                BusOperations.Create(change, bus);
                break;
            case Rule rule:
                Put(change, rule);
                break;
            case Archive archive:
                ArchiveOperations.Create(change, archive);
                break;
            case Connection connection:
                ConnectionOperations.Create(change, connection);
                break;
            case ApiDestination destination:
                ConnectionOperations.Create(change, destination);
                break;
            case Queue queue:
                QueueOperations.Create(change, queue);
                break;
            case Topic topic:
                TopicOperations.Create(change, topic);
                break;
            case TopicSubscription subscription:
                Subscribe(change, subscription);
                break;
            case Parameter parameter:
                ParameterOperations.Put(change, parameter, overwrite: false);
                break;
            case Function function:
                FunctionOperations.Create(change, function);
                break;
            case EventSourceMapping mapping:
                MappingOperations.Create(change, mapping);
                break;
            case FunctionPermission permission:
                PermissionOperations.Put(change, permission);
                break;
            case EventInvokeConfig config:
                InvokeConfigOperations.Put(change, config);
                break;
            case AlarmDefinition alarm:
                AlarmOperations.Put(change, alarm);
                break;
            default:
                change.Put(resource);
                break;
        }
    }

    /// <summary>Changes it in place: what it holds stays.</summary>
    public static void Update(Change change, IResource resource)
    {
        switch (resource)
        {
            case EventBus bus:
                BusOperations.Update(change, bus);
                break;
            case Rule rule:
                Put(change, rule);
                break;
            case Archive archive:
                ArchiveOperations.Update(change, archive);
                break;
            case Connection connection:
                ConnectionOperations.Update(change, connection);
                break;
            case ApiDestination destination:
                ConnectionOperations.Update(change, destination);
                break;
            case Queue queue:
                QueueOperations.Update(change, queue);
                break;
            case Topic topic:
                TopicOperations.Update(change, topic);
                break;
            case TopicSubscription subscription:
                Update(change, subscription);
                break;
            case Parameter parameter:
                ParameterOperations.Put(change, parameter, overwrite: true);
                break;
            case Function function:
                FunctionOperations.Redefine(change, function);
                break;
            case EventSourceMapping mapping:
                MappingOperations.Update(change, mapping);
                break;
            case FunctionPermission permission:
                PermissionOperations.Put(change, permission);
                break;
            case EventInvokeConfig config:
                InvokeConfigOperations.Put(change, config);
                break;
            case AlarmDefinition alarm:
                AlarmOperations.Put(change, alarm);
                break;
            default:
                change.Put(resource);
                break;
        }
    }

    public static void Delete(Change change, IResource resource)
    {
        switch (resource)
        {
            case EventBus { Name: EventBus.Default } bus:
                BusOperations.Update(change, bus with { Policy = [] });
                break;
            case EventBus bus:
                BusOperations.Delete(change, bus.Arn);
                break;
            case Rule rule:
                RuleOperations.RemoveTargets(change, rule, [.. rule.Targets.Select(target => target.Id)]);
                RuleOperations.Delete(change, rule.Arn);
                break;
            case Archive archive:
                ArchiveOperations.Delete(change, archive);
                break;
            case Queue queue:
                QueueOperations.Delete(change, queue);
                break;
            case Function function:
                FunctionOperations.Delete(change, function);
                break;
            case FunctionPermission permission:
                PermissionOperations.Delete(change, permission);
                break;
            case Topic topic:
                TopicOperations.Delete(change, topic);
                break;
            case AlarmDefinition alarm:
                AlarmOperations.Delete(change, [alarm]);
                break;
            default:
                change.Remove(resource);
                break;
        }
    }

    private static void Subscribe(Change change, TopicSubscription subscription)
    {
        if (TopicOperations.Subscribe(change, subscription).Arn is var arn && arn != subscription.Arn)
        {
            throw new AwsException(
                "AlreadyExists", $"{subscription.Endpoint} is subscribed already, by a call outside the template: {arn}");
        }
    }

    /// <summary>Who has confirmed a subscription need not do so again.</summary>
    private static void Update(Change change, TopicSubscription subscription)
    {
        var before = change.Resources.Find<TopicSubscription>(subscription.Arn) ?? subscription;
        TopicOperations.Update(
            change, subscription with { ConfirmationToken = before.ConfirmationToken, ConfirmedToken = before.ConfirmedToken });
    }

    /// <summary>A template's targets are all the targets there are to be.</summary>
    private static void Put(Change change, Rule rule)
    {
        RuleOperations.Put(change, rule);
        var put = change.Resources.Find<Rule>(rule.Arn)!;
        RuleOperations.RemoveTargets(change, put, [.. put.Targets.Select(target => target.Id)]);
        RuleOperations.PutTargets(change, change.Resources.Find<Rule>(rule.Arn)!, rule.Targets);
    }
}

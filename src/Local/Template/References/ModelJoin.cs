using Waybill.Local.Account;
using Waybill.Local.Account.Policies;
using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Template.References;

/// <summary>Joins what the draft holds apart (policies and what they are on) and orders it,
/// so that equal templates give equal models.</summary>
internal static class ModelJoin
{
    public static CloudModel Join(Cloud cloud, Draft draft) => new(
        cloud.Account,
        cloud.Region,
        [.. Ordered(Buses(draft), bus => bus.Arn), EveryAccountsBus(cloud, draft)],
        Ordered(draft.Rules.Select(rule => rule.Value), rule => rule.Arn),
        Ordered(draft.Archives.Select(archive => archive.Value), archive => archive.Arn),
        Ordered(Queues(draft), queue => queue.Arn),
        Ordered(Topics(draft), topic => topic.Arn),
        Ordered(draft.Tables.Select(table => table.Value), table => table.Arn),
        Ordered(draft.Functions.Select(function => function.Value), function => function.Arn),
        Ordered(draft.Mappings.Select(mapping => mapping.Value), mapping => $"{mapping.FunctionName} {mapping.QueueArn}"),
        Ordered(draft.Alarms.Select(alarm => alarm.Value), alarm => alarm.Arn),
        Ordered(Roles(draft), role => role.Arn))
    {
        Subscriptions = Ordered(draft.Subscriptions.Select(subscription => subscription.Value), subscription => subscription.Arn),
        Parameters = Ordered(draft.Parameters.Select(parameter => parameter.Value), parameter => parameter.Arn),
        Declarations = Declarations(cloud, draft),
    };

    public static IEnumerable<Queue> Queues(Draft draft) => draft.Queues.Select(queue =>
        queue.Value with { Policy = [.. queue.Value.Policy, .. Attached(draft.QueuePolicies, queue.Origin.Reference)] });

    /// <summary>A topic without a policy of its own has SNS's default one.</summary>
    private static IEnumerable<Topic> Topics(Draft draft) => draft.Topics.Select(topic => topic.Value with
    {
        Policy = Attached(draft.TopicPolicies, topic.Value.Arn).ToList() is { Count: > 0 } policy ? policy : null,
    });

    public static IEnumerable<Role> Roles(Draft draft) => draft.Roles.Select(role =>
        role.Value with
        {
            Policy = [.. role.Value.Policy, .. Attached(draft.RolePolicies, role.Value.Name), .. Managed(draft, role.Value.Name)],
            Trust = [.. Attached(draft.TrustPolicies, role.Value.Arn)],
        });

    private static List<Declaration> Declarations(Cloud cloud, Draft draft)
    {
        var queues = draft.Queues.Zip(Queues(draft)).OrderBy(pair => pair.Second.Redrive is not null).ToList();
        List<Declaration> declared =
        [
            .. draft.Roles.Zip(Roles(draft), (declared, role) => Declare(declared.Origin, role)),
            .. draft.Buses.Zip(Buses(draft), (declared, bus) => Declare(declared.Origin, bus)),
            .. queues.Select(pair => Declare(pair.First.Origin, pair.Second)),
            .. Each(draft.Parameters), .. Each(draft.Tables),
            .. draft.Topics.Zip(Topics(draft), (declared, topic) => Declare(declared.Origin, topic)),
            .. Each(draft.Functions), .. draft.Subscriptions.Select(DeclareSubscription), .. Each(draft.Rules), .. Each(draft.Archives),
            .. Each(draft.Mappings), .. Each(draft.Alarms),
        ];
        if (draft.BusPolicies.Find(policy => policy.Value.To == EventBus.Default) is { } onDefault)
        {
            declared.Add(Declare(onDefault.Origin, EveryAccountsBus(cloud, draft)));
        }

        return declared;
    }

    private static IEnumerable<Declaration> Each<T>(IEnumerable<Declared<T>> declared)
        where T : IResource => declared.Select(one => Declare(one.Origin, one.Value));

    /// <summary>One that a topic declares itself is told from the topic by its ARN.</summary>
    private static Declaration DeclareSubscription(Declared<TopicSubscription> subscription)
    {
        var declaration = Declare(subscription.Origin, subscription.Value);
        return subscription.Origin.Type == "AWS::SNS::Topic"
            ? declaration with { LogicalId = $"{declaration.LogicalId}:{subscription.Value.Arn.Split(':')[^1]}" }
            : declaration;
    }

    private static Declaration Declare(Resource origin, IResource resource) =>
        new(resource, origin.Stack.Name, origin.LogicalId, origin.DeletionPolicy is "Retain" or "RetainExceptOnCreate");

    private static IEnumerable<EventBus> Buses(Draft draft) => draft.Buses.Select(bus =>
        bus.Value with { Policy = [.. bus.Value.Policy, .. Attached(draft.BusPolicies, bus.Value.Name)] });

    /// <summary>The bus that no template declares; the last, because whoever plays with a company's bus takes the first.</summary>
    private static EventBus EveryAccountsBus(Cloud cloud, Draft draft) => new(
        EventBus.Default,
        cloud.Stacks[0].Arn("events", $"event-bus/{EventBus.Default}"),
        [.. Attached(draft.BusPolicies, EventBus.Default)]);

    private static IEnumerable<PolicyStatement> Managed(Draft draft, string role) =>
        draft.ManagedPolicies.Where(use => use.Value.Role == role).SelectMany(use =>
            AwsManagedPolicies.Find(use.Value.PolicyArn) is { } known ? [known] : Attached(draft.CustomerPolicies, use.Value.PolicyArn));

    private static IEnumerable<PolicyStatement> Attached(IEnumerable<Declared<Attachment>> attachments, string? to) =>
        attachments.Where(attachment => attachment.Value.To == to).SelectMany(attachment => attachment.Value.Statements);

    private static List<T> Ordered<T>(IEnumerable<T> parts, Func<T, string> by) => [.. parts.OrderBy(by, StringComparer.Ordinal)];
}

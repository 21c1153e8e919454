using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Template.Resources;

/// <summary>Every resource type laptop mode accepts; one file a type (small ones of a service together).</summary>
internal static class ResourceKinds
{
    private static readonly Dictionary<string, ResourceKind> ByType = new ResourceKind[]
    {
        new EventBusResource(), new EventBusPolicyResource(), new RuleResource(), new ArchiveResource(),
        new ConnectionResource(), new ApiDestinationResource(),
        new QueueResource(), new QueuePolicyResource(),
        new TopicResource(), new TopicPolicyResource(), new SubscriptionResource(),
        new ParameterResource(),
        new TableResource(), new GlobalTableResource(),
        new FunctionResource(), new EventSourceMappingResource(), new PermissionResource(), new EventInvokeConfigResource(),
        new RoleResource(), new PolicyResource(), new ManagedPolicyResource(),
        new LogGroupResource(), new AlarmResource(), new DashboardResource(),
        new KeyResource(), new KeyAliasResource(), new EmailIdentityResource(),
        new IgnoredResource("AWS::Logs::ResourcePolicy", "rules write to log groups unasked", "PolicyName", "PolicyDocument"),
        new IgnoredResource("AWS::CDK::Metadata", "tells AWS which constructs are used", "Analytics"),
    }.ToDictionary(kind => kind.Type, StringComparer.Ordinal);

    public static IEnumerable<string> Types => ByType.Keys.Order(StringComparer.Ordinal);

    public static ResourceKind? Find(string type) => ByType.GetValueOrDefault(type);
}

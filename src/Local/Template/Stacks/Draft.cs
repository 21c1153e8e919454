using Waybill.Local.Account;

namespace Waybill.Local.Template.Stacks;

/// <summary>A part of the model and the resource that declares it, so that an error can point there.</summary>
internal sealed record Declared<T>(Resource Origin, T Value);

/// <summary>Statements that one resource puts on another: a queue (by URL), a bus or a role (by name).</summary>
internal sealed record Attachment(string To, IReadOnlyList<PolicyStatement> Statements);

/// <summary>The model while it is being read: everything declared, policies not yet joined to what they are on.</summary>
internal sealed class Draft
{
    public List<Declared<EventBus>> Buses { get; } = [];

    public List<Declared<Rule>> Rules { get; } = [];

    public List<Declared<Archive>> Archives { get; } = [];

    public List<Declared<Queue>> Queues { get; } = [];

    public List<Declared<Topic>> Topics { get; } = [];

    public List<Declared<TopicSubscription>> Subscriptions { get; } = [];

    public List<Declared<Parameter>> Parameters { get; } = [];

    public List<Declared<Table>> Tables { get; } = [];

    public List<Declared<Function>> Functions { get; } = [];

    public List<Declared<EventSourceMapping>> Mappings { get; } = [];

    public List<Declared<FunctionPermission>> Permissions { get; } = [];

    public List<Declared<EventInvokeConfig>> InvokeConfigs { get; } = [];

    public List<Declared<MetricAlarm>> Alarms { get; } = [];

    public List<Declared<Connection>> Connections { get; } = [];

    public List<Declared<ApiDestination>> ApiDestinations { get; } = [];

    public List<Declared<LogGroup>> LogGroups { get; } = [];

    public List<Declared<Role>> Roles { get; } = [];

    public List<Declared<Attachment>> BusPolicies { get; } = [];

    public List<Declared<Attachment>> QueuePolicies { get; } = [];

    /// <summary>By the topic's ARN.</summary>
    public List<Declared<Attachment>> TopicPolicies { get; } = [];

    public List<Declared<Attachment>> RolePolicies { get; } = [];

    /// <summary>Managed policies of the templates, by their ARN.</summary>
    public List<Declared<Attachment>> CustomerPolicies { get; } = [];

    public List<Declared<ManagedPolicyUse>> ManagedPolicies { get; } = [];

    /// <summary>Who may assume a role, by the role's ARN.</summary>
    public List<Declared<Attachment>> TrustPolicies { get; } = [];

    public void Add<T>(List<Declared<T>> list, Resource origin, T value) => list.Add(new Declared<T>(origin, value));
}

/// <summary>A role that attaches a managed policy.</summary>
internal sealed record ManagedPolicyUse(string Role, string PolicyArn);

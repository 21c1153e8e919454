namespace Waybill.Local.Account;

/// <summary>What the synthesized templates of one environment ask for, with every intrinsic resolved.</summary>
public sealed record CloudModel(
    string Account,
    string Region,
    IReadOnlyList<EventBus> Buses,
    IReadOnlyList<Rule> Rules,
    IReadOnlyList<Archive> Archives,
    IReadOnlyList<Queue> Queues,
    IReadOnlyList<Topic> Topics,
    IReadOnlyList<Table> Tables,
    IReadOnlyList<Function> Functions,
    IReadOnlyList<EventSourceMapping> EventSourceMappings,
    IReadOnlyList<MetricAlarm> Alarms,
    IReadOnlyList<Role> Roles)
{
    public IReadOnlyList<TopicSubscription> Subscriptions { get; init; } = [];

    public IReadOnlyList<Parameter> Parameters { get; init; } = [];

    /// <summary>All of the above as the templates declare it, each after what it needs.</summary>
    public IReadOnlyList<Declaration> Declarations { get; init; } = [];

    /// <summary>The region of the account that the stacks are in.</summary>
    public Scope Scope => new(Account, Region);
}

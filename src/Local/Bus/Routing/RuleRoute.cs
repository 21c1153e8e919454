using Waybill.Local.Account;

namespace Waybill.Local.Bus.Routing;

/// <summary>A rule on its bus: what it has done, and where the events of its targets go.</summary>
internal sealed class RuleRoute(Rule rule, RuleCounters counters)
{
    private volatile Decision? _last;

    public Rule Rule => rule;

    public RuleCounters Counters => counters;

    /// <summary>Where the targets' events go while the account has <paramref name="resources"/>; decided once for all events
    /// until the account changes.</summary>
    public IReadOnlyList<TargetRoute> Targets(Resources resources)
    {
        var decision = _last;
        if (decision is null || !ReferenceEquals(decision.Resources, resources))
        {
            decision = new Decision(resources, [.. rule.Targets.Select(target => TargetRoute.Decide(rule, target, resources))]);
            _last = decision;
        }

        return decision.Targets;
    }

    private sealed record Decision(Resources Resources, IReadOnlyList<TargetRoute> Targets);
}

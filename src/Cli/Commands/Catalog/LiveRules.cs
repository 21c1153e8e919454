using Amazon.EventBridge;
using Amazon.EventBridge.Model;
using Waybill.Catalog.Consumers;
using Waybill.Catalog.Routing;
using Waybill.Operations.Routes;

namespace Waybill.Cli.Commands.Catalog;

/// <summary>The rules of a bus in an account, as ListRules and ListTargetsByRule answer.</summary>
internal static class LiveRules
{
    /// <summary>Asks for them, page by page.</summary>
    /// <remarks>An account does not say who polls a queue: a rule's name begins with its consumer's, whose team the source says.</remarks>
    public static async Task<BusRules> ReadAsync(
        IAmazonEventBridge eventBridge, string bus, IReadOnlyList<ConsumerReading> readings, CancellationToken cancellationToken,
        int? pageSize = null)
    {
        var teams = readings.DistinctBy(reading => reading.Consumer).ToDictionary(reading => reading.Consumer, reading => reading.Team);
        var lists = new RuleLists(eventBridge);
        var (subscriptions, others) = (new List<Subscription>(), new List<RuleWithoutConsumer>());
        foreach (var rule in await lists.RulesAsync(bus, pageSize, cancellationToken))
        {
            if (rule.EventPattern is not { } pattern)
            {
                continue; // a schedule
            }

            var (name, file) = (rule.Name ?? "", rule.Arn ?? "");
            if (await WhyNobodyAsync(lists, bus, rule, teams, cancellationToken) is { } why)
            {
                others.Add(new RuleWithoutConsumer(name, pattern, why, file, ""));
            }
            else
            {
                subscriptions.Add(new Subscription(Consumer(name), teams[Consumer(name)], name, pattern, file, ""));
            }
        }

        return new BusRules { Subscriptions = subscriptions, Others = others };
    }

    /// <summary>A consumer's rule for one fat event is called <c>Consumer-Event.v1</c> (Subscription in infra/).</summary>
    private static string Consumer(string rule) => rule.Split('-')[0];

    private static async Task<string?> WhyNobodyAsync(
        RuleLists lists, string bus, Rule rule, Dictionary<string, string> teams, CancellationToken cancellationToken)
    {
        if (rule.State == RuleState.DISABLED)
        {
            return "it is DISABLED";
        }

        if (!teams.ContainsKey(Consumer(rule.Name ?? "")))
        {
            return $"no consumer in the source is called {Consumer(rule.Name ?? "")}";
        }

        var targets = await lists.TargetsAsync(bus, rule.Name!, cancellationToken);
        return targets.Exists(target => target.Arn?.Split(':') is [_, _, "sqs" or "lambda", ..])
            ? null
            : "none of its targets is a queue or a function";
    }
}

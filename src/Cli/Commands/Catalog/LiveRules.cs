using Amazon.EventBridge;
using Amazon.EventBridge.Model;
using Waybill.Catalog.Consumers;
using Waybill.Catalog.Routing;

namespace Waybill.Cli.Commands.Catalog;

/// <summary>The rules of a bus in an account, as ListRules and ListTargetsByRule answer.</summary>
internal static class LiveRules
{
    /// <summary>No bus has so many; a token that never ends does not hold us for ever.</summary>
    private const int MostPages = 100;

    /// <summary>Asks for them, page by page.</summary>
    /// <remarks>An account does not say who polls a queue: a rule's name begins with its consumer's, whose team the source says.</remarks>
    public static async Task<BusRules> ReadAsync(
        IAmazonEventBridge eventBridge, string bus, IReadOnlyList<ConsumerReading> readings, CancellationToken cancellationToken,
        int? pageSize = null)
    {
        var teams = readings.DistinctBy(reading => reading.Consumer).ToDictionary(reading => reading.Consumer, reading => reading.Team);
        var (subscriptions, others) = (new List<Subscription>(), new List<RuleWithoutConsumer>());
        foreach (var rule in await RulesAsync(eventBridge, bus, pageSize, cancellationToken))
        {
            if (rule.EventPattern is not { } pattern)
            {
                continue; // a schedule
            }

            var (name, file) = (rule.Name ?? "", rule.Arn ?? "");
            if (await WhyNobodyAsync(eventBridge, bus, rule, teams, cancellationToken) is { } why)
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
        IAmazonEventBridge eventBridge, string bus, Rule rule, Dictionary<string, string> teams, CancellationToken cancellationToken)
    {
        if (rule.State == RuleState.DISABLED)
        {
            return "it is DISABLED";
        }

        if (!teams.ContainsKey(Consumer(rule.Name ?? "")))
        {
            return $"no consumer in the source is called {Consumer(rule.Name ?? "")}";
        }

        var targets = await TargetsAsync(eventBridge, bus, rule.Name!, cancellationToken);
        return targets.Exists(target => target.Arn?.Split(':') is [_, _, "sqs" or "lambda", ..])
            ? null
            : "none of its targets is a queue or a function";
    }

    private static Task<List<Rule>> RulesAsync(
        IAmazonEventBridge eventBridge, string bus, int? pageSize, CancellationToken cancellationToken) =>
        PagesAsync(async token =>
        {
            var page = await eventBridge.ListRulesAsync(
                new ListRulesRequest { EventBusName = bus, NextToken = token, Limit = pageSize }, cancellationToken);
            return (page.Rules, page.NextToken);
        });

    private static Task<List<Target>> TargetsAsync(
        IAmazonEventBridge eventBridge, string bus, string rule, CancellationToken cancellationToken) =>
        PagesAsync(async token =>
        {
            var page = await eventBridge.ListTargetsByRuleAsync(
                new ListTargetsByRuleRequest { EventBusName = bus, Rule = rule, NextToken = token }, cancellationToken);
            return (page.Targets, page.NextToken);
        });

    private static async Task<List<T>> PagesAsync<T>(Func<string?, Task<(List<T>? Items, string? Next)>> read)
    {
        var all = new List<T>();
        string? token = null;
        for (var page = 0; page < MostPages; page++)
        {
            var (items, next) = await read(token);
            all.AddRange(items ?? []);
            if (string.IsNullOrEmpty(next))
            {
                return all;
            }

            token = next;
        }

        throw new UserErrorException($"EventBridge still had more after {MostPages} pages; is '{token}' a token that leads nowhere?");
    }
}

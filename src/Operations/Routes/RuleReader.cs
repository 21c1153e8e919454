using System.Collections.Concurrent;
using Amazon.EventBridge;
using Amazon.EventBridge.Model;
using Waybill.EventPatterns;
using Waybill.Operations.Accounts;

namespace Waybill.Operations.Routes;

/// <summary>Reads the rules of an account's buses and where they lead.</summary>
internal sealed class RuleReader(AwsAccount account)
{
    private const int AtOnce = 8;

    /// <summary>The rules of all buses that hand events to somebody; those that AWS manages, such as an archive's, are left out.</summary>
    public async Task<IReadOnlyList<ConsumerRule>> ReadAsync(CancellationToken cancellationToken)
    {
        var rules = new ConcurrentBag<ConsumerRule>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        foreach (var bus in await BusesAsync(cancellationToken))
        {
            var ofBus = (await RulesAsync(bus, cancellationToken)).Where(rule => string.IsNullOrEmpty(rule.ManagedBy));
            await Parallel.ForEachAsync(ofBus, parallel, async (rule, token) =>
            {
                var targets = await TargetsAsync(bus, rule.Name!, token);
                rules.Add(new ConsumerRule(rule.Name!, rule.Arn!, bus, rule.State != RuleState.DISABLED, PatternOf(rule), targets));
            });
        }

        return [.. rules.OrderBy(rule => rule.Bus, StringComparer.Ordinal).ThenBy(rule => rule.Name, StringComparer.Ordinal)];
    }

    private static EventPattern? PatternOf(Rule rule)
    {
        try
        {
            return rule.EventPattern is { Length: > 0 } pattern ? EventPattern.Parse(pattern) : null;
        }
        catch (InvalidEventPatternException refused)
        {
            throw new OperationException(
                $"The account has the rule {rule.Name} with a pattern that is not known here: {refused.Message}", refused);
        }
    }

    private async Task<IReadOnlyList<string>> BusesAsync(CancellationToken cancellationToken)
    {
        var buses = await Pages.AllAsync(async token =>
        {
            var page = await account.EventBridge.ListEventBusesAsync(new ListEventBusesRequest { NextToken = token }, cancellationToken);
            return (page.EventBuses, page.NextToken);
        });
        return [.. buses.Select(bus => bus.Name!)];
    }

    private Task<List<Rule>> RulesAsync(string bus, CancellationToken cancellationToken) => Pages.AllAsync(async token =>
    {
        var page = await account.EventBridge.ListRulesAsync(
            new ListRulesRequest { EventBusName = bus, NextToken = token }, cancellationToken);
        return (page.Rules, page.NextToken);
    });

    private async Task<IReadOnlyList<string>> TargetsAsync(string bus, string rule, CancellationToken cancellationToken)
    {
        var targets = await Pages.AllAsync(async token =>
        {
            var page = await account.EventBridge.ListTargetsByRuleAsync(
                new ListTargetsByRuleRequest { EventBusName = bus, Rule = rule, NextToken = token }, cancellationToken);
            return (page.Targets, page.NextToken);
        });
        return [.. targets.Select(target => target.Arn!)];
    }
}

using Amazon.EventBridge;
using Amazon.EventBridge.Model;
using Waybill.Operations.Accounts;

namespace Waybill.Operations.Routes;

/// <summary>An account's buses, the rules of a bus and the targets of a rule, each list whole.</summary>
public sealed class RuleLists(IAmazonEventBridge eventBridge)
{
    /// <summary>No bus has so many; a token that never ends does not hold us for ever.</summary>
    private const int MostPages = 100;

    /// <summary>The names of the buses.</summary>
    public async Task<IReadOnlyList<string>> BusesAsync(CancellationToken cancellationToken)
    {
        var buses = await Pages.AllAsync(
            async token =>
            {
                var page = await eventBridge.ListEventBusesAsync(new ListEventBusesRequest { NextToken = token }, cancellationToken);
                return (page.EventBuses, page.NextToken);
            },
            MostPages);
        return [.. buses.Select(bus => bus.Name!)];
    }

    /// <param name="bus">The bus's name.</param>
    /// <param name="pageSize">Rules that one request asks for; null for as many as EventBridge gives.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationException">There is still more after very many pages.</exception>
    public Task<List<Rule>> RulesAsync(string bus, int? pageSize, CancellationToken cancellationToken) => Pages.AllAsync(
        async token =>
        {
            var page = await eventBridge.ListRulesAsync(
                new ListRulesRequest { EventBusName = bus, NextToken = token, Limit = pageSize }, cancellationToken);
            return (page.Rules, page.NextToken);
        },
        MostPages);

    /// <param name="bus">The bus's name; null for the default bus.</param>
    /// <param name="rule">The rule's name.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationException">There is still more after very many pages.</exception>
    public Task<List<Target>> TargetsAsync(string? bus, string rule, CancellationToken cancellationToken) => Pages.AllAsync(
        async token =>
        {
            var page = await eventBridge.ListTargetsByRuleAsync(
                new ListTargetsByRuleRequest { EventBusName = bus, Rule = rule, NextToken = token }, cancellationToken);
            return (page.Targets, page.NextToken);
        },
        MostPages);
}

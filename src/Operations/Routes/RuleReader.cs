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

    private readonly RuleLists _lists = new(account.EventBridge);

    /// <summary>The rules of all buses that hand events to somebody; those that AWS manages, such as an archive's, are left out.</summary>
    public async Task<IReadOnlyList<ConsumerRule>> ReadAsync(CancellationToken cancellationToken)
    {
        var rules = new ConcurrentBag<ConsumerRule>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        foreach (var bus in await _lists.BusesAsync(cancellationToken))
        {
            var ofBus = await _lists.RulesAsync(bus, pageSize: null, cancellationToken);
            await Parallel.ForEachAsync(ofBus.Where(rule => string.IsNullOrEmpty(rule.ManagedBy)), parallel, async (rule, token) =>
            {
                var targets = await _lists.TargetsAsync(bus, rule.Name!, token);
                rules.Add(new ConsumerRule(
                    rule.Name!, rule.Arn!, bus, rule.State != RuleState.DISABLED, PatternOf(rule),
                    [.. targets.Select(target => target.Arn!)])
                {
                    PatternText = rule.EventPattern,
                });
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
}

using Waybill.EventPatterns;

namespace Waybill.Local.Account.Operations;

/// <summary>EventBridge's operations on rules and their targets.</summary>
internal static class RuleOperations
{
    private const string Unmanaged = "Rule is managed by an AWS service can only be modified if force is true";

    /// <exception cref="AwsException">ResourceNotFoundException.</exception>
    public static Rule Get(Resources resources, Scope scope, string bus, string name) =>
        resources.Find<Rule>(scope.Rule(bus, name)) ?? throw NotFound(bus, name);

    /// <summary>The rules of a bus, in the order of their names.</summary>
    public static IEnumerable<Rule> On(Resources resources, string busArn) => resources.All<Rule>().Where(rule => rule.BusArn == busArn);

    /// <summary>Makes a rule, or changes it and keeps its targets.</summary>
    public static void Put(Change change, Rule rule)
    {
        BusOperations.Get(change.Resources, rule.BusArn);
        if (rule.EventPattern is null && rule.ScheduleExpression is null)
        {
            throw AwsException.Validation("Parameter(s) EventPattern or ScheduleExpression must be specified.");
        }

        if (rule.ScheduleExpression is not null && rule.BusName != EventBus.Default)
        {
            throw AwsException.Validation("ScheduleExpression is supported only on the default event bus.");
        }

        CheckPattern(rule.EventPattern);
        CheckSchedule(rule.ScheduleExpression);
        var before = change.Resources.Find<Rule>(rule.Arn);
        RequireUnmanaged(before);
        Quotas.Hold(before is not null || HasRoom(change, rule.BusArn));
        change.Put(rule with
        {
            Targets = before?.Targets ?? [],
            Tags = before?.Tags ?? rule.Tags,
            CreatedAt = before?.CreatedAt ?? change.Now,
        });
    }

    /// <summary>Where all buses together have fewer rules than one may have, nobody needs to count those of one.</summary>
    private static bool HasRoom(Change change, string busArn) => change.Resources.Count<Rule>() < change.Quotas.RulesOfABus
        || On(change.Resources, busArn).Count() < change.Quotas.RulesOfABus;

    /// <summary>Adds targets, or changes those with the same ids.</summary>
    public static void PutTargets(Change change, Rule rule, IReadOnlyList<RuleTarget> targets)
    {
        RequireUnmanaged(rule);
        var ids = targets.Select(target => target.Id).ToHashSet(StringComparer.Ordinal);
        RuleTarget[] all = [.. rule.Targets.Where(target => !ids.Contains(target.Id)), .. targets];
        Quotas.Hold(all.Length <= Quotas.TargetsOfARule);
        change.Put(rule with { Targets = all });
    }

    /// <returns>The ids that the rule does not have.</returns>
    public static IReadOnlyList<string> RemoveTargets(Change change, Rule rule, IReadOnlyCollection<string> ids)
    {
        RequireUnmanaged(rule);
        change.Put(rule with { Targets = [.. rule.Targets.Where(target => !ids.Contains(target.Id, StringComparer.Ordinal))] });
        return [.. ids.Except(rule.Targets.Select(target => target.Id), StringComparer.Ordinal)];
    }

    public static void SetEnabled(Change change, Rule rule, bool enabled)
    {
        RequireUnmanaged(rule);
        change.Put(rule with { Enabled = enabled });
    }

    /// <summary>Deleting what is not there succeeds, as in AWS.</summary>
    public static void Delete(Change change, string arn)
    {
        if (change.Resources.Find<Rule>(arn) is not { } rule)
        {
            return;
        }

        RequireUnmanaged(rule);
        if (rule.Targets.Count > 0)
        {
            throw AwsException.Validation("Rule can't be deleted since it has targets.");
        }

        change.Remove(rule);
    }

    /// <exception cref="AwsException">InvalidEventPatternException.</exception>
    public static void CheckPattern(string? pattern)
    {
        try
        {
            _ = pattern is null ? null : EventPattern.Parse(pattern);
        }
        catch (InvalidEventPatternException error)
        {
            throw new AwsException("InvalidEventPatternException", error.Message);
        }
    }

    public static AwsException NotFound(string bus, string name) =>
        new("ResourceNotFoundException", $"Rule {name} does not exist on EventBus {bus}.");

    private static void CheckSchedule(string? expression)
    {
        if (expression is not null && ScheduleExpression.TryParse(expression) is null)
        {
            throw AwsException.Validation("Parameter ScheduleExpression is not valid.");
        }
    }

    private static void RequireUnmanaged(Rule? rule)
    {
        if (rule?.ManagedBy is not null)
        {
            throw new AwsException("ManagedRuleException", Unmanaged);
        }
    }
}

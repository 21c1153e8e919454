using Waybill.Local.Account.Composite;

namespace Waybill.Local.Account.Operations;

/// <summary>CloudWatch's operations on alarms (CloudWatch API reference, 2010-08-01).</summary>
internal static class AlarmOperations
{
    /// <summary>Alarms of an account and region.</summary>
    private const int MostAlarms = 5000;

    public static string Arn(Scope scope, string name) => scope.Arn("cloudwatch", $"alarm:{name}");

    /// <summary>The alarm of either kind, which share their names; null when there is none.</summary>
    public static AlarmDefinition? Find(Resources resources, string arn) =>
        (AlarmDefinition?)resources.Find<MetricAlarm>(arn) ?? resources.Find<CompositeAlarm>(arn);

    /// <summary>Makes an alarm, or defines it anew.</summary>
    /// <exception cref="AwsException">LimitExceeded, or ValidationError: there is one of the other kind, or a rule names an alarm that does
    /// not exist, or itself, through whichever others.</exception>
    /// <exception cref="AlarmRuleException">A composite alarm's rule is none.</exception>
    public static void Put(Change change, AlarmDefinition alarm)
    {
        var before = Find(change.Resources, alarm.Arn);
        if (before is not null && before.Type != alarm.Type)
        {
            throw Refused($"{alarm.Name} is a {before.Type} and cannot become a {alarm.Type}.");
        }

        if (before is null && !HasRoom(change.Resources, Scope.Of(alarm.Arn)))
        {
            throw new AwsException("LimitExceededFault", $"There are {MostAlarms} alarms, the most an account can have.")
            {
                QueryCode = "LimitExceeded",
            };
        }

        if (alarm is CompositeAlarm composite)
        {
            Check(change.Resources, composite);
        }

        change.Put(alarm with { ConfiguredAt = change.Now });
    }

    /// <exception cref="AwsException">ValidationError: a composite alarm that stays names one of them, or two of them are
    /// composite.</exception>
    public static void Delete(Change change, IReadOnlyList<AlarmDefinition> leaving)
    {
        if (leaving.Count(alarm => alarm is CompositeAlarm) > 1)
        {
            throw Refused("Only one composite alarm can be deleted per request.");
        }

        foreach (var alarm in leaving)
        {
            if (Parents(change.Resources, alarm).FirstOrDefault(parent => leaving.All(other => other.Arn != parent.Arn)) is { } parent)
            {
                throw Refused($"Cannot delete {alarm.Name} as there are composite alarm(s) depending on it, such as {parent.Name}.");
            }
        }

        foreach (var alarm in leaving)
        {
            change.Remove(alarm);
        }
    }

    /// <summary>Switches the actions of an alarm.</summary>
    public static void EnableActions(Change change, AlarmDefinition alarm, bool enabled)
    {
        if (alarm.ActionsEnabled != enabled)
        {
            change.Put(alarm with { ActionsEnabled = enabled, ConfiguredAt = change.Now });
        }
    }

    private static bool HasRoom(Resources resources, Scope scope) =>
        resources.Count<MetricAlarm>() + resources.Count<CompositeAlarm>() < MostAlarms
        || resources.All<MetricAlarm>().Concat<AlarmDefinition>(resources.All<CompositeAlarm>())
            .Count(alarm => Scope.Of(alarm.Arn) == scope) < MostAlarms;

    private static void Check(Resources resources, CompositeAlarm alarm)
    {
        var scope = Scope.Of(alarm.Arn);
        var rule = AlarmRule.Parse(alarm.Rule);
        var missing = rule.Alarms
            .Where(name => Arn(name, scope) is var arn && arn != alarm.Arn && !IsThere(resources, arn, scope)).ToList();
        if (missing.Count > 0)
        {
            throw Refused($"Could not save the composite alarm as alarms [{string.Join(", ", missing)}] in the alarm rule do not exist.");
        }

        if (Descendants(resources, rule, scope).Contains(alarm.Arn))
        {
            throw Refused($"AlarmRule of {alarm.Name} depends on {alarm.Name} itself; a circle of composite alarms has no state.");
        }
    }

    /// <summary>A rule can name alarms of its own account and region only.</summary>
    private static bool IsThere(Resources resources, string arn, Scope scope) =>
        Find(resources, arn) is not null && Scope.Of(arn) == scope;

    private static IEnumerable<CompositeAlarm> Parents(Resources resources, AlarmDefinition alarm)
    {
        var scope = Scope.Of(alarm.Arn);
        return resources.All<CompositeAlarm>().Where(
            parent => Scope.Of(parent.Arn) == scope && AlarmRule.Parse(parent.Rule).Alarms.Any(name => Arn(name, scope) == alarm.Arn));
    }

    /// <summary>The ARNs of all that a rule depends on.</summary>
    private static HashSet<string> Descendants(Resources resources, AlarmRule rule, Scope scope)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<AlarmRule>([rule]);
        while (open.TryDequeue(out var next))
        {
            foreach (var arn in next.Alarms.Select(name => Arn(name, scope)).Where(found.Add))
            {
                if (resources.Find<CompositeAlarm>(arn) is { } composite)
                {
                    open.Enqueue(AlarmRule.Parse(composite.Rule));
                }
            }
        }

        return found;
    }

    /// <summary>A rule names alarms by name or ARN.</summary>
    private static string Arn(string nameOrArn, Scope scope) =>
        nameOrArn.StartsWith("arn:", StringComparison.Ordinal) ? nameOrArn : Arn(scope, nameOrArn);

    private static AwsException Refused(string message) => new("ValidationError", message) { QueryCode = "ValidationError" };
}

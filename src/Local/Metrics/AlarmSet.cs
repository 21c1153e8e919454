using Waybill.Local.Account;
using Waybill.Local.Account.Composite;

namespace Waybill.Local.Metrics;

/// <summary>The alarms there are, and which composite alarm's rule names which. For one thread at a time.</summary>
internal sealed class AlarmSet
{
    private readonly SortedDictionary<string, AlarmRecord> _alarms = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AlarmRule> _rules = new(StringComparer.Ordinal);

    /// <summary>By name.</summary>
    public IEnumerable<AlarmRecord> All => _alarms.Values;

    /// <summary>The alarm of a name, or null.</summary>
    public AlarmRecord? Find(string name) => _alarms.GetValueOrDefault(name);

    /// <summary>The alarm of a name or ARN, or null.</summary>
    public AlarmRecord? Named(string nameOrArn)
    {
        const string Mark = ":alarm:";
        var mark = nameOrArn.StartsWith("arn:", StringComparison.Ordinal) ? nameOrArn.IndexOf(Mark, StringComparison.Ordinal) : -1;
        var record = Find(mark < 0 ? nameOrArn : nameOrArn[(mark + Mark.Length)..]);
        return mark < 0 || record?.Definition.Arn == nameOrArn ? record : null;
    }

    /// <summary>Names of the composite alarms whose rule names an alarm.</summary>
    public IEnumerable<string> ParentsOf(AlarmDefinition alarm) =>
        _rules.Where(rule => rule.Value.Alarms.Any(name => name == alarm.Name || name == alarm.Arn)).Select(rule => rule.Key);

    /// <summary>The alarms that an alarm's rule names; a metric alarm has none.</summary>
    public IEnumerable<AlarmRecord> ChildrenOf(AlarmDefinition alarm) =>
        (_rules.GetValueOrDefault(alarm.Name)?.Alarms ?? []).Select(Named).OfType<AlarmRecord>();

    /// <summary>The state that a composite alarm's rule gives it now.</summary>
    public string StateByRule(string name) =>
        _rules[name].Holds(child => Named(child)?.Status.State) ? AlarmState.Alarm : AlarmState.Ok;

    public AlarmRecord Put(AlarmRecord record)
    {
        var name = record.Definition.Name;
        // Most changes are of the state: the rule is as it was.
        if (record.Definition is CompositeAlarm composite && composite.Rule != (Find(name)?.Definition as CompositeAlarm)?.Rule)
        {
            _rules[name] = AlarmRule.Parse(composite.Rule);
        }

        return _alarms[name] = record;
    }

    public void Remove(string name)
    {
        _alarms.Remove(name);
        _rules.Remove(name);
    }
}

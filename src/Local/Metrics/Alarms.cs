using Waybill.Local.Metrics.Composite;

namespace Waybill.Local.Metrics;

/// <summary>Every alarm of the account, its state, and what happened to it. Alarms come and go while they are evaluated.</summary>
/// <remarks>Safe to call from any thread. Changes of state are reported one at a time, in their sequence, after they happened; what is
/// kept of them is handed to the <see cref="AlarmKeeping"/> in the same sequence.</remarks>
internal sealed class Alarms
{
    private readonly Lock _gate = new();
    private readonly Lock _reporting = new();
    private readonly SortedDictionary<string, AlarmRecord> _alarms = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AlarmRule> _rules = new(StringComparer.Ordinal);
    private readonly Queue<AlarmChange> _unreported = new();
    private readonly AlarmHistory _history;
    private readonly AlarmKeeping _keeping;
    private readonly Action<AlarmChange> _onChange;
    private readonly Action<AlarmAction> _onAction;
    private readonly TimeProvider _time;

    /// <param name="kept">The alarms there are, with their states.</param>
    /// <param name="history">What happened to them in earlier runs.</param>
    /// <param name="keeping">Keeps what changes.</param>
    /// <param name="onChange">Hears of each change of state; must not throw, nor wait for another thread that may be changing
    /// alarms.</param>
    /// <param name="onAction">Does what an alarm with actions enabled wants done at a change of state; as the one before.</param>
    /// <param name="time">The clock.</param>
    public Alarms(
        IEnumerable<AlarmRecord> kept, IEnumerable<AlarmHistoryItem> history, AlarmKeeping keeping, Action<AlarmChange> onChange,
        Action<AlarmAction> onAction, TimeProvider time)
    {
        _history = new AlarmHistory(history);
        _keeping = keeping;
        _onChange = onChange;
        _onAction = onAction;
        _time = time;
        foreach (var record in kept)
        {
            Set(record);
        }
    }

    /// <summary>Every alarm, by name.</summary>
    public IReadOnlyList<AlarmRecord> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _alarms.Values];
            }
        }
    }

    /// <summary>What happened, oldest first.</summary>
    public IReadOnlyList<AlarmHistoryItem> History
    {
        get
        {
            lock (_gate)
            {
                return [.. _history.Items];
            }
        }
    }

    /// <summary>The alarm of a name or ARN, or null.</summary>
    public AlarmRecord? Find(string nameOrArn)
    {
        lock (_gate)
        {
            return Named(nameOrArn);
        }
    }

    /// <summary>The composite alarms whose rule names an alarm.</summary>
    public IReadOnlyList<string> ParentsOf(string name)
    {
        lock (_gate)
        {
            return Named(name) is { } alarm ? [.. Parents(alarm.Definition)] : [];
        }
    }

    /// <summary>The alarms that a composite alarm's rule names.</summary>
    public IReadOnlyList<string> ChildrenOf(string name)
    {
        lock (_gate)
        {
            return Named(name) is { } alarm && _rules.TryGetValue(alarm.Definition.Name, out var rule) ? [.. Children(rule)] : [];
        }
    }

    /// <summary>Makes an alarm, or defines it anew, which leaves its state as it is.</summary>
    /// <exception cref="AlarmRuleException">A composite alarm's rule is none, names an alarm that does not exist, or itself, through
    /// whichever others.</exception>
    public Task PutAsync(AlarmDefinition definition)
    {
        var rule = definition is CompositeAlarm composite ? AlarmRule.Parse(composite.Rule) : null;
        return ChangeAsync(keep =>
        {
            CheckRule(definition, rule);
            var now = _time.GetUtcNow();
            var before = _alarms.GetValueOrDefault(definition.Name);
            var record = AlarmRecord.New(definition with { Configured = now }, now);
            keep.Put(Set(before is null ? record : record with { Status = before.Status }));
            keep.Add(AlarmHistoryText.Configured(record.Definition, before is null ? "Create" : "Update", now));
            if (rule is not null)
            {
                EvaluateComposite(definition.Name, keep);
            }
        });
    }

    /// <summary>Deletes the alarms that there are among those named.</summary>
    /// <exception cref="AlarmRuleException">A composite alarm that stays names one of them, or two of them are composite.</exception>
    public Task DeleteAsync(IReadOnlyCollection<string> names) => ChangeAsync(keep =>
    {
        var leaving = names.Select(name => _alarms.GetValueOrDefault(name)?.Definition).OfType<AlarmDefinition>().ToList();
        if (leaving.Count(alarm => alarm is CompositeAlarm) > 1)
        {
            throw new AlarmRuleException("Only one composite alarm can be deleted per request.");
        }

        foreach (var alarm in leaving)
        {
            if (Parents(alarm).FirstOrDefault(parent => !names.Contains(parent)) is { } parent)
            {
                throw new AlarmRuleException(
                    $"Cannot delete {alarm.Name} as there are composite alarm(s) depending on it, such as {parent}.");
            }
        }

        foreach (var alarm in leaving)
        {
            _alarms.Remove(alarm.Name);
            _rules.Remove(alarm.Name);
            keep.Delete(alarm.Name);
            keep.Add(AlarmHistoryText.Configured(alarm, "Delete", _time.GetUtcNow()));
        }
    });

    /// <summary>Sets a state, until the alarm is next evaluated: a metric alarm by the minute, a composite alarm when another's state
    /// changes.</summary>
    /// <returns>False when there is no such alarm.</returns>
    public async Task<bool> SetStateAsync(string name, string state, string reason, string? reasonData)
    {
        var found = false;
        await ChangeAsync(keep =>
        {
            found = _alarms.TryGetValue(name, out var record);
            if (found)
            {
                Become(record!, state, reason, reasonData, _time.GetUtcNow(), keep);
            }
        });
        return found;
    }

    /// <summary>Switches the actions of the alarms that there are among those named.</summary>
    public Task EnableActionsAsync(IReadOnlyCollection<string> names, bool enabled) => ChangeAsync(keep =>
    {
        foreach (var record in names.Select(name => _alarms.GetValueOrDefault(name)).OfType<AlarmRecord>())
        {
            if (record.Definition.ActionsEnabled != enabled)
            {
                var now = _time.GetUtcNow();
                var changed = record with { Definition = record.Definition with { ActionsEnabled = enabled, Configured = now } };
                keep.Put(Set(changed));
                keep.Add(AlarmHistoryText.Configured(changed.Definition, "Update", now));
            }
        }
    });

    /// <summary>Takes what an evaluation found; nothing happens when the alarm has been deleted, or defined otherwise, in the
    /// meantime.</summary>
    public void Evaluated(MetricAlarm seen, string state, Func<AlarmStatus, (string Reason, string Data)> why, DateTimeOffset now) =>
        _ = ChangeAsync(keep =>
        {
            if (_alarms.TryGetValue(seen.Name, out var record) && ReferenceEquals(record.Definition, seen)
                && record.Status.State != state)
            {
                var (reason, data) = why(record.Status);
                Become(record, state, reason, data, now, keep);
            }
        });

    private Task ChangeAsync(Action<Keeper> change)
    {
        var keep = new Keeper(_keeping, _history);
        lock (_gate)
        {
            change(keep);
        }

        Report();
        return keep.DoneAsync();
    }

    private void Report()
    {
        lock (_reporting)
        {
            while (true)
            {
                AlarmChange? change;
                lock (_gate)
                {
                    if (!_unreported.TryDequeue(out change))
                    {
                        return;
                    }
                }

                _onChange(change);
                Act(change);
            }
        }
    }

    private void Act(AlarmChange change)
    {
        var alarm = change.Alarm!;
        if (!alarm.ActionsEnabled)
        {
            return;
        }

        foreach (var arn in alarm.ActionsOf(change.To))
        {
            var action = new AlarmAction(arn, change);
            _onAction(action);
            lock (_gate)
            {
                new Keeper(_keeping, _history).Add(AlarmHistoryText.Acted(action));
            }
        }
    }

    private void Become(AlarmRecord record, string state, string reason, string? data, DateTimeOffset now, Keeper keep)
    {
        var changed = record.Status.State != state;
        var status = new AlarmStatus(record.Definition.Name, state, reason, changed ? now : record.Status.Since)
        {
            ReasonData = data,
            Updated = now,
        };
        keep.Put(Set(record with { Status = status }));
        if (!changed)
        {
            return;
        }

        var change = new AlarmChange(record.Definition, record.Status, status);
        _unreported.Enqueue(change);
        keep.Add(AlarmHistoryText.Changed(change));
        foreach (var parent in Parents(record.Definition).ToList())
        {
            EvaluateComposite(parent, keep);
        }
    }

    private void EvaluateComposite(string name, Keeper keep)
    {
        var record = _alarms[name];
        var state = _rules[name].Holds(child => Named(child)?.Status.State) ? AlarmState.Alarm : AlarmState.Ok;
        if (state != record.Status.State)
        {
            var (reason, data) = CompositeReason.Explain(Children(_rules[name]).Select(child => _alarms[child]), state);
            Become(record, state, reason, data, _time.GetUtcNow(), keep);
        }
    }

    private void CheckRule(AlarmDefinition definition, AlarmRule? rule)
    {
        if (_alarms.TryGetValue(definition.Name, out var before) && before.Definition.Type != definition.Type)
        {
            throw new AlarmRuleException($"{definition.Name} is a {before.Definition.Type} and cannot become a {definition.Type}.");
        }

        if (rule is null)
        {
            return;
        }

        var missing = rule.Alarms.Where(name => Named(name) is null && name != definition.Name && name != definition.Arn).ToList();
        if (missing.Count > 0)
        {
            throw new AlarmRuleException(
                $"Could not save the composite alarm as alarms [{string.Join(", ", missing)}] in the alarm rule do not exist.");
        }

        if (rule.Alarms.Contains(definition.Arn) || Descendants(rule).Contains(definition.Name, StringComparer.Ordinal))
        {
            throw new AlarmRuleException(
                $"AlarmRule of {definition.Name} depends on {definition.Name} itself; a circle of composite alarms has no state.");
        }
    }

    private HashSet<string> Descendants(AlarmRule rule)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<AlarmRule>([rule]);
        while (open.TryDequeue(out var next))
        {
            foreach (var name in next.Alarms.Select(alarm => Named(alarm)?.Definition.Name ?? alarm).Where(found.Add))
            {
                if (_rules.TryGetValue(name, out var inner))
                {
                    open.Enqueue(inner);
                }
            }
        }

        return found;
    }

    private IEnumerable<string> Children(AlarmRule rule) => rule.Alarms.Select(name => Named(name)?.Definition.Name).OfType<string>();

    private IEnumerable<string> Parents(AlarmDefinition alarm) =>
        _rules.Where(rule => rule.Value.Alarms.Any(name => name == alarm.Name || name == alarm.Arn)).Select(rule => rule.Key);

    private AlarmRecord? Named(string nameOrArn)
    {
        const string Mark = ":alarm:";
        var mark = nameOrArn.StartsWith("arn:", StringComparison.Ordinal) ? nameOrArn.IndexOf(Mark, StringComparison.Ordinal) : -1;
        var record = _alarms.GetValueOrDefault(mark < 0 ? nameOrArn : nameOrArn[(mark + Mark.Length)..]);
        return mark < 0 || record?.Definition.Arn == nameOrArn ? record : null;
    }

    private AlarmRecord Set(AlarmRecord record)
    {
        if (record.Definition is CompositeAlarm composite)
        {
            _rules[composite.Name] = AlarmRule.Parse(composite.Rule);
        }

        return _alarms[record.Definition.Name] = record;
    }

    /// <summary>Hands over what one change does, and waits for all of it.</summary>
    private sealed class Keeper(AlarmKeeping keeping, AlarmHistory history)
    {
        private readonly List<Task> _tasks = [];

        public void Put(AlarmRecord record) => _tasks.Add(keeping.Put(record));

        public void Delete(string name) => _tasks.Add(keeping.Delete(name));

        public void Add(AlarmHistoryItem item)
        {
            history.Add(item);
            _tasks.Add(keeping.Add(item));
        }

        public Task DoneAsync() => _tasks.Count == 0 ? Task.CompletedTask : Task.WhenAll(_tasks);
    }
}

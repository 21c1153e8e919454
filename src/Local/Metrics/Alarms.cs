using Waybill.Local.Account;

namespace Waybill.Local.Metrics;

/// <summary>Every alarm of one account and region, its state, and what happened to it. Alarms come and go while they are
/// evaluated.</summary>
/// <remarks>What alarms there are, the account says. Safe to call from any thread. Changes of state are reported one at a time, in their
/// sequence, after they happened; what is kept of them is handed to the <see cref="AlarmKeeping"/> in the same sequence.</remarks>
internal sealed class Alarms
{
    private readonly Lock _gate = new();
    private readonly Lock _reporting = new();
    private readonly AlarmSet _alarms = new();
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
            _alarms.Put(record);
        }
    }

    /// <summary>Every alarm, by name.</summary>
    public IReadOnlyList<AlarmRecord> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _alarms.All];
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
            return _alarms.Named(nameOrArn);
        }
    }

    /// <summary>The composite alarms whose rule names an alarm.</summary>
    public IReadOnlyList<string> ParentsOf(string name)
    {
        lock (_gate)
        {
            return _alarms.Named(name) is { } alarm ? [.. _alarms.ParentsOf(alarm.Definition)] : [];
        }
    }

    /// <summary>The alarms that a composite alarm's rule names.</summary>
    public IReadOnlyList<string> ChildrenOf(string name)
    {
        lock (_gate)
        {
            return _alarms.Named(name) is { } alarm ? [.. _alarms.ChildrenOf(alarm.Definition).Select(child => child.Definition.Name)] : [];
        }
    }

    /// <summary>An alarm is new, or is defined otherwise, which leaves its state as it is.</summary>
    public Task PutAsync(AlarmDefinition definition) => ChangeAsync(keep =>
    {
        var now = _time.GetUtcNow();
        var before = _alarms.Find(definition.Name);
        keep.Put(_alarms.Put(before is null ? AlarmRecord.New(definition, now) : before with { Definition = definition }));
        keep.Add(AlarmHistoryText.Configured(definition, before is null ? "Create" : "Update", now));
        if (definition is CompositeAlarm)
        {
            EvaluateComposite(definition.Name, keep);
        }
    });

    /// <summary>An alarm is gone.</summary>
    public Task DeleteAsync(AlarmDefinition definition) => ChangeAsync(keep =>
    {
        _alarms.Remove(definition.Name);
        keep.Delete(definition.Name);
        keep.Add(AlarmHistoryText.Configured(definition, "Delete", _time.GetUtcNow()));
    });

    /// <summary>Every alarm is as if it were new, and nothing has happened; the keeping is not told.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _history.Clear();
            foreach (var record in _alarms.All.ToList())
            {
                // Another definition, though an equal one: what is being evaluated now comes too late.
                _alarms.Put(AlarmRecord.New(record.Definition with { }, _time.GetUtcNow()));
            }
        }
    }

    /// <summary>Sets a state, until the alarm is next evaluated: a metric alarm by the minute, a composite alarm when another's state
    /// changes.</summary>
    /// <returns>False when there is no such alarm.</returns>
    public async Task<bool> SetStateAsync(string name, string state, string reason, string? reasonData)
    {
        var found = false;
        await ChangeAsync(keep =>
        {
            if (_alarms.Find(name) is { } record)
            {
                found = true;
                Become(record, state, reason, reasonData, _time.GetUtcNow(), keep);
            }
        });
        return found;
    }

    /// <summary>Takes what an evaluation found; nothing happens when the alarm has been deleted, or defined otherwise, in the
    /// meantime.</summary>
    public void Evaluated(MetricAlarm seen, string state, Func<AlarmStatus, (string Reason, string Data)> why, DateTimeOffset now) =>
        _ = ChangeAsync(keep =>
        {
            if (_alarms.Find(seen.Name) is { } record && ReferenceEquals(record.Definition, seen) && record.Status.State != state)
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
        keep.Put(_alarms.Put(record with { Status = status }));
        if (!changed)
        {
            return;
        }

        var change = new AlarmChange(record.Definition, record.Status, status);
        _unreported.Enqueue(change);
        keep.Add(AlarmHistoryText.Changed(change));
        foreach (var parent in _alarms.ParentsOf(record.Definition).ToList())
        {
            EvaluateComposite(parent, keep);
        }
    }

    private void EvaluateComposite(string name, Keeper keep)
    {
        var record = _alarms.Find(name)!;
        var state = _alarms.StateByRule(name);
        if (state != record.Status.State)
        {
            var (reason, data) = CompositeReason.Explain(_alarms.ChildrenOf(record.Definition), state);
            Become(record, state, reason, data, _time.GetUtcNow(), keep);
        }
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

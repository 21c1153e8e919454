using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Bus;
using Waybill.Local.Bus.Fanout;
using Waybill.Local.Bus.Routing;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Metrics;

namespace Waybill.Local;

/// <summary>The alarms of every account and region: made and changed with the account's resources, their states and histories kept in the
/// store, and heard on the default bus of their region.</summary>
internal sealed class AccountAlarms
{
    private const string States = "alarm state";
    private const string History = "alarm history";

    /// <summary>As long as CloudWatch keeps it.</summary>
    private static readonly TimeSpan HistoryAge = TimeSpan.FromDays(30);

    private readonly BusStore _store;
    private readonly EventRouter _router;
    private readonly Topics _topics;
    private readonly Action<AlarmChange> _onChange;
    private readonly Action<string> _onWarning;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<Scope, Alarms> _byScope = new();
    private long _items;

    /// <param name="account">Its alarms are followed.</param>
    /// <param name="store">Keeps them.</param>
    /// <param name="router">Gets an event for each change of state.</param>
    /// <param name="topics">Get an alarm's actions that are topics.</param>
    /// <param name="onChange">Hears of each change of state; must not throw.</param>
    /// <param name="onWarning">Hears of what could not be kept or put on the bus.</param>
    /// <param name="time">The clock.</param>
    public AccountAlarms(
        LiveAccount account, BusStore store, EventRouter router, Topics topics, Action<AlarmChange> onChange, Action<string> onWarning,
        TimeProvider time)
    {
        (_store, _router, _topics, _onChange, _onWarning, _time) = (store, router, topics, onChange, onWarning, time);
        _items = time.GetUtcNow().ToUnixTimeMilliseconds() * 1000;
        var states = Read(States, AlarmJson.Default.AlarmStatus).ToDictionary(
            state => state.Key, state => state.Value, StringComparer.Ordinal);
        var alarms = account.Now.All<MetricAlarm>().Concat<AlarmDefinition>(account.Now.All<CompositeAlarm>())
            .Select(alarm => states.TryGetValue(alarm.Arn, out var state)
                ? new AlarmRecord(alarm, state)
                : AlarmRecord.New(alarm, time.GetUtcNow()))
            .ToLookup(record => Scope.Of(record.Definition.Arn));
        var history = ReadHistory().ToLookup(item => item.Scope, item => item.Item);
        foreach (var scope in alarms.Select(group => group.Key).Union(history.Select(group => group.Key)))
        {
            _byScope[scope] = Make(scope, alarms[scope], history[scope]);
        }

        account.Follow(Follow);
    }

    public IEnumerable<Alarms> All => _byScope.Values;

    public Alarms Of(Scope scope) => _byScope.GetOrAdd(scope, one => Make(one, [], []));

    /// <summary>Forgets what happened to alarms: each is as if it were new.</summary>
    public Task ClearAsync(CancellationToken cancellationToken)
    {
        foreach (var alarms in All)
        {
            alarms.Clear();
        }

        return _store.CommitAsync(
            transaction =>
            {
                transaction.ForgetAll(States);
                transaction.ForgetAll(History);
            },
            committed: null, cancellationToken);
    }

    private Alarms Make(Scope scope, IEnumerable<AlarmRecord> kept, IEnumerable<AlarmHistoryItem> history) => new(
        kept, history,
        new AlarmKeeping(
            PutAsync,
            name => KeepAsync(transaction => transaction.Forget(States, AlarmOperations.Arn(scope, name))),
            item => AddAsync(scope, item)),
        OnChange, OnAction, _time);

    private void Follow(IReadOnlyList<Step> steps)
    {
        foreach (var step in steps)
        {
            if ((step.After ?? step.Before) is AlarmDefinition alarm)
            {
                var alarms = Of(Scope.Of(alarm.Arn));
                Hand(step.After is null ? alarms.DeleteAsync(alarm) : alarms.PutAsync(alarm));
            }
        }
    }

    private void OnChange(AlarmChange change)
    {
        _onChange(change);
        var scope = Scope.Of(change.Alarm!.Arn);
        Hand(_router.PublishAsync(
            [
                new IncomingEvent(
                    scope.Bus(EventBus.Default), AlarmEvent.Source, AlarmEvent.DetailType, AlarmEvent.Detail(change), change.Time,
                    AlarmEvent.Resources(change), TraceHeader: null),
            ],
            CancellationToken.None));
    }

    /// <summary>Topics are told; other actions (EC2, Auto Scaling …) have nothing here to act on.</summary>
    private void OnAction(AlarmAction action)
    {
        if (TargetKinds.Of(action.Arn) == TargetKind.Topic)
        {
            var scope = Scope.Of(action.Arn);
            Hand(_router.NotifyAsync(
                [_topics.Plan(action.Arn, action.Subject(scope.Region), action.Message(scope.Account, scope.Region))],
                CancellationToken.None));
        }
    }

    private Task PutAsync(AlarmRecord record)
    {
        var json = JsonSerializer.Serialize(record.Status, AlarmJson.Default.AlarmStatus);
        return KeepAsync(transaction => transaction.Keep(States, record.Definition.Arn, json));
    }

    private Task AddAsync(Scope scope, AlarmHistoryItem item)
    {
        var json = JsonSerializer.Serialize(item, AlarmJson.Default.AlarmHistoryItem);
        var number = Interlocked.Increment(ref _items).ToString("D20", CultureInfo.InvariantCulture);
        var key = $"{scope.Account}/{scope.Region}/{number}";
        return KeepAsync(transaction => transaction.Keep(History, key, json));
    }

    private Task KeepAsync(Action<StoreTransaction> write) => _store.CommitAsync(write, committed: null, CancellationToken.None);

    private List<(Scope Scope, AlarmHistoryItem Item)> ReadHistory()
    {
        var since = _time.GetUtcNow() - HistoryAge;
        var items = new List<(Scope Scope, AlarmHistoryItem Item)>();
        foreach (var (key, item) in Read(History, AlarmJson.Default.AlarmHistoryItem))
        {
            if (item.Time >= since && key.Split('/') is [var account, var region, _])
            {
                items.Add((new Scope(account, region), item));
            }
            else
            {
                Hand(KeepAsync(transaction => transaction.Forget(History, key)));
            }
        }

        return items;
    }

    private IEnumerable<(string Key, T Value)> Read<T>(string kind, JsonTypeInfo<T> type) =>
        _store.Reader.Kept(kind, json => JsonSerializer.Deserialize(json, type)!);

    private void Hand(Task task) => task.WarnOfFailure("An alarm could not be kept or heard", _onWarning);
}
